namespace Mail.Ctl;

/// <param name="Key"><c>whsec_</c> and base 64. Secret.</param>
internal sealed record WebhookKeyView(string Account, string Key);
