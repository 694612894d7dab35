using Mail.Core;

namespace Mail.Smtp;

/// <summary>Limits and waiting times of the SMTP server. The defaults are fit for the Internet; each says where it comes from.</summary>
public sealed record SmtpServerOptions
{
    /// <summary>RFC 5321 §4.5.3.1.7: every server must take 64 KiB.</summary>
    public const long SmallestMessageSizeLimit = 64 * 1024;

    /// <summary>1 TiB: more than any storage of ours takes in one piece.</summary>
    public const long LargestMessageSizeLimit = 1L << 40;

    /// <summary>RFC 5321 §4.5.3.1.8: every server must take 100 recipients.</summary>
    public const int SmallestRecipientLimit = 100;

    /// <summary>RFC 5321 §4.5.3.1.4: every server must take a command line of 512 octets.</summary>
    public const int SmallestCommandLineLimit = 512;

    /// <summary>RFC 4954 §4: octets of a line of an AUTH exchange with its CRLF. A token of an identity provider takes some 3000.</summary>
    public const int AuthenticationLineLimit = 12288;

    /// <summary>Our name in the greeting and in the answer to HELO and EHLO, and the domain of <c>RCPT TO:&lt;Postmaster&gt;</c>.</summary>
    public required string HostName { get; init; }

    /// <summary>Octets of content, announced as SIZE (RFC 1870). Default 50 MiB.</summary>
    public long MessageSizeLimit { get; init; } = 50 * 1024 * 1024;

    /// <summary>Recipients of one message; more are answered 452 4.5.3. Default 1000, Postfix's <c>smtpd_recipient_limit</c>.</summary>
    public int RecipientLimit { get; init; } = 1000;

    /// <summary>
    /// Recipients beyond <see cref="RecipientLimit"/> that a client may offer before each counts as an error. Default 1000, Postfix's
    /// <c>smtpd_recipient_overshoot_limit</c>: a client that pipelines a long list is not at fault.
    /// </summary>
    public int RecipientOvershootLimit { get; init; } = 1000;

    /// <summary>
    /// Octets of a command line with its CRLF. Default 2048, Postfix's <c>line_length_limit</c>: RFC 5321 §4.5.3.1.4 asks for 512, to which
    /// SIZE, BODY, SMTPUTF8 and the DSN parameters add over 1000 (RFC 3461 §4: ORCPT alone 500).
    /// </summary>
    public int CommandLineLimit { get; init; } = 2048;

    /// <summary>Errors without a message delivered in between, from which on every answer is delayed. Default 10, Postfix's <c>smtpd_soft_error_limit</c>.</summary>
    public int SoftErrorLimit { get; init; } = 10;

    /// <summary>Errors without a message delivered in between, at which the session ends with 421. Default 20, Postfix's <c>smtpd_hard_error_limit</c>.</summary>
    public int HardErrorLimit { get; init; } = 20;

    /// <summary>How long each answer is held back beyond the soft limit. Default 1 s, Postfix's <c>smtpd_error_sleep_time</c>.</summary>
    public TimeSpan ErrorDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Commands that do no work (HELO, EHLO, NOOP, RSET, VRFY, HELP) before each counts as an error. Default 100, Postfix's <c>smtpd_junk_command_limit</c>.</summary>
    public int JunkCommandLimit { get; init; } = 100;

    /// <summary>How long a client may take to send one whole command. Default 5 min (RFC 5321 §4.5.3.2.7).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long we wait for a client's commands in all, from the greeting or its last message to its next. Default 30 min: a thousand
    /// recipients one by one at almost 2 s each. Without it, a command every four minutes would hold the session for days.
    /// </summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How far a client may fall behind <see cref="MinimumDataRate"/> while it sends content. Default 5 min, Postfix's <c>smtpd_timeout</c>;
    /// RFC 5321 §4.5.3.2.5 has a sender wait 3 min for one block.
    /// </summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Octets of content per second that earn further time. Default 500, Postfix's <c>smtpd_min_data_rate</c>.</summary>
    public int MinimumDataRate { get; init; } = 500;

    /// <summary>How long a client may take to read an answer. Default 5 min, Postfix's <c>smtpd_timeout</c>.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a TLS handshake may take. Default 30 s: three round trips and a slow machine's arithmetic; Postfix's <c>smtpd_starttls_timeout</c> is 300 s.</summary>
    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failed AUTHs at which the session ends with 421. Default 3: a person's typing errors, and no more guesses than that for a connection.</summary>
    public int AuthenticationFailureLimit { get; init; } = 3;

    /// <summary>
    /// Refuse input that comes before its time: ahead of the greeting, or behind a command that RFC 2920 §3.1 wants last in its group (EHLO,
    /// DATA, …). Postfix's <c>smtpd_forbid_unauth_pipelining</c>, on there since 3.9. Default false: simple clients and scripts do it, and our answers do
    /// not depend on how input is cut into packets then. What stands behind a DATA that we refuse is taken for commands, up to the hard error limit.
    /// </summary>
    public bool RefuseImproperPipelining { get; init; }

    /// <summary>Checks every value; for start-up.</summary>
    /// <exception cref="ArgumentException">The message says which property to set to what.</exception>
    public void Validate()
    {
        Require(
            MailAddressParser.TryParseDomain(HostName, out _, out _),
            nameof(HostName),
            $"a host name such as mail.example.com, not '{HostName}'");
        Require(
            MessageSizeLimit is >= SmallestMessageSizeLimit and <= LargestMessageSizeLimit,
            nameof(MessageSizeLimit),
            $"{SmallestMessageSizeLimit} to {LargestMessageSizeLimit} octets");
        Require(RecipientLimit >= SmallestRecipientLimit, nameof(RecipientLimit), $"at least {SmallestRecipientLimit}");
        Require(RecipientOvershootLimit >= 0, nameof(RecipientOvershootLimit), "0 or more");
        Require(CommandLineLimit >= SmallestCommandLineLimit, nameof(CommandLineLimit), $"at least {SmallestCommandLineLimit} octets");
        Require(SoftErrorLimit > 0, nameof(SoftErrorLimit), "1 or more");
        Require(HardErrorLimit >= SoftErrorLimit, nameof(HardErrorLimit), $"at least {nameof(SoftErrorLimit)}");
        Require(ErrorDelay >= TimeSpan.Zero, nameof(ErrorDelay), "0 or more");
        Require(JunkCommandLimit > 0, nameof(JunkCommandLimit), "1 or more");
        Require(MinimumDataRate > 0, nameof(MinimumDataRate), "1 octet per second or more");
        Require(AuthenticationFailureLimit > 0, nameof(AuthenticationFailureLimit), "1 or more");
        RequireTime(TlsHandshakeTimeout, nameof(TlsHandshakeTimeout));
        RequireTime(CommandTimeout, nameof(CommandTimeout));
        RequireTime(TransactionTimeout, nameof(TransactionTimeout));
        RequireTime(DataTimeout, nameof(DataTimeout));
        RequireTime(ReplyTimeout, nameof(ReplyTimeout));
    }

    // A day is far beyond any use and far below the longest time that a timer can be set to.
    private static void RequireTime(TimeSpan value, string property) =>
        Require(value > TimeSpan.Zero && value <= TimeSpan.FromDays(1), property, "more than 0 and at most a day");

    private static void Require(bool holds, string property, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(SmtpServerOptions)}.{property} must be {expected}.");
        }
    }
}
