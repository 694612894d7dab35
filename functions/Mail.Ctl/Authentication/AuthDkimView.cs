namespace Mail.Ctl;

internal sealed record AuthDkimView(string Result, string? Domain, string? Selector);
