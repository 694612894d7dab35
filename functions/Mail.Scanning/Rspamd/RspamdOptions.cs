namespace Mail.Scanning;

/// <summary>What of rspamd must not stand in a table.</summary>
public sealed record RspamdOptions
{
    /// <summary>Sent as <c>Password</c> header, which rspamd's controller asks for; empty for its normal worker and its proxy. Environment: <c>MAIL_RSPAMD_PASSWORD</c>.</summary>
    public string Password { get; init; } = "";
}
