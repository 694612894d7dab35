namespace Mail.Ctl;

/// <param name="Sender">An address, or <c>@domain</c> for all of a domain.</param>
internal sealed record GrantView(string Sender, bool Enabled, string? Comment);
