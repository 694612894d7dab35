namespace Mail.Ctl;

/// <param name="Url">Where the MTA-STS policy is served.</param>
/// <param name="Mode"><c>testing</c> or <c>enforce</c>.</param>
/// <param name="Text">The whole file.</param>
internal sealed record PolicyView(string Url, string Mode, string Text);
