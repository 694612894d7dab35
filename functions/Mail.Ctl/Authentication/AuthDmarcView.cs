namespace Mail.Ctl;

/// <param name="Policy"><c>none</c>, <c>quarantine</c>, <c>reject</c>; <c>null</c> when the domain publishes none.</param>
internal sealed record AuthDmarcView(string Result, string? Policy);
