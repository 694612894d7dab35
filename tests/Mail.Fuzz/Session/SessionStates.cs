using System.Text;
using Mail.Smtp;

namespace Mail.Fuzz.Session;

/// <summary>Every state of the session that input can meet.</summary>
internal static class SessionStates
{
    private const string Ehlo = "EHLO client.test\r\n";
    private const string Mail = Ehlo + "MAIL FROM:<a@sender.test>\r\n";
    private const string Rcpt = Mail + "RCPT TO:<b@example.test>\r\n";

    /// <summary>
    /// Small limits, so that inputs reach them; for errors large ones, so that inputs get past them. The message limit is such that four times
    /// it, where the session gives up reading, is beyond any input: up to there answers do not depend on pieces.
    /// </summary>
    public static SmtpServerOptions Patient { get; } = new()
    {
        HostName = "mx.example.test",
        MessageSizeLimit = 20_000,
        RecipientLimit = 3,
        RecipientOvershootLimit = 2,
        JunkCommandLimit = 20,
        ErrorDelay = TimeSpan.Zero,
        SoftErrorLimit = 50,
        HardErrorLimit = 50,
        RefuseImproperPipelining = false,
    };

    // As in production, where it differs.
    private static readonly SmtpServerOptions Strict = Patient with
    {
        ErrorDelay = TimeSpan.FromSeconds(1),
        SoftErrorLimit = 10,
        HardErrorLimit = 20,
    };

    private static readonly string Login = $"AUTH PLAIN {Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0{SessionAccounts.User}\0{SessionAccounts.Password}"))}\r\n";

    public static IReadOnlyList<SessionState> All { get; } =
    [
        new("connected", "", 220) { HasTls = true },
        new("turned-away", "", 554) { Greeting = new SmtpReply(554, null, "Not you") },
        new("helo", "HELO client.test\r\n", 250) { HasTls = true },
        new("ehlo", Ehlo, 250) { HasTls = true },
        new("mail", Mail, 250),
        new("rcpt", Rcpt, 250),
        new("data", Rcpt + "DATA\r\n", 354),
        new("bdat", Rcpt + "BDAT 1\r\nx", 250),
        new("bdat-inside", Rcpt + "BDAT 40 LAST\r\nx", 250),
        new("starttls", Ehlo + "STARTTLS\r\n", 220) { HasTls = true },
        new("errors", Ehlo + string.Concat(Enumerable.Repeat("RCPT\r\n", 17)), 503) { Options = Strict },
        new("xclient", Ehlo, 250) { MayImpersonate = true },
        new("proxied", "", 0) { IsProxied = true },
        new("before-auth", Ehlo, 250) { IsSubmission = true, HasTls = true },
        new("submission", Ehlo + Login, 235) { IsSubmission = true, IsSecured = true },
        .. SessionAccounts.Mechanisms.Select(InExchange),
    ];

    private static SessionState InExchange(string mechanism) => new($"auth-{mechanism.ToLowerInvariant()}", $"{Ehlo}AUTH {mechanism}\r\n", 334)
    {
        IsSubmission = true,
        IsSecured = true,
    };
}
