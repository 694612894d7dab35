using System.Text;

namespace Mail.Smtp;

/// <summary>Which commands there are, and in which states each is permitted (RFC 5321 §4.1.4, RFC 3030 §2, RFC 3207 §4, RFC 4954 §4).</summary>
internal static class SmtpCommandTable
{
    private const SmtpState Greeted = SmtpState.Ready | Transaction;
    private const SmtpState Transaction = SmtpState.Mail | SmtpState.Rcpt | SmtpState.Chunks;
    private const SmtpState Open = SmtpState.Connected | Greeted;
    private const SmtpState Always = SmtpState.Refused | Open;

    // "Last" commands may not be followed by others in the same group (RFC 2920 §3.1); "junk" commands do no work for a message.
    private static readonly SmtpCommandRow[] Rows =
    [
        new(SmtpVerb.Mail, "MAIL", SmtpState.Ready),
        new(SmtpVerb.Rcpt, "RCPT", SmtpState.Mail | SmtpState.Rcpt),
        new(SmtpVerb.Data, "DATA", SmtpState.Rcpt, IsLast: true),
        new(SmtpVerb.Bdat, "BDAT", SmtpState.Rcpt | SmtpState.Chunks),
        new(SmtpVerb.Ehlo, "EHLO", Open, IsLast: true, IsJunk: true),
        new(SmtpVerb.Helo, "HELO", Open, IsLast: true, IsJunk: true),
        new(SmtpVerb.StartTls, "STARTTLS", SmtpState.Ready, IsLast: true),
        new(SmtpVerb.Auth, "AUTH", SmtpState.Ready, IsLast: true),
        new(SmtpVerb.Rset, "RSET", Open, IsJunk: true),
        new(SmtpVerb.Noop, "NOOP", Open, IsLast: true, IsJunk: true),
        new(SmtpVerb.Vrfy, "VRFY", Open, IsLast: true, IsJunk: true),
        new(SmtpVerb.Help, "HELP", Open, IsJunk: true),
        new(SmtpVerb.Quit, "QUIT", Always),
        new(SmtpVerb.XClient, "XCLIENT", Open, IsLast: true),

        // RFC 5321 §3.5 and Appendix F, RFC 1985, RFC 2645.
        new(SmtpVerb.NotImplemented, "EXPN", Open),
        new(SmtpVerb.NotImplemented, "TURN", Open),
        new(SmtpVerb.NotImplemented, "SEND", Open),
        new(SmtpVerb.NotImplemented, "SOML", Open),
        new(SmtpVerb.NotImplemented, "SAML", Open),
        new(SmtpVerb.NotImplemented, "ETRN", Open),
        new(SmtpVerb.NotImplemented, "ATRN", Open),

        // Postfix's smtpd_forbidden_commands.
        new(SmtpVerb.OtherProtocol, "GET", Always),
        new(SmtpVerb.OtherProtocol, "POST", Always),
        new(SmtpVerb.OtherProtocol, "CONNECT", Always),
    ];

    private static readonly SmtpCommandRow UnknownRow = new(SmtpVerb.Unknown, "", Open);

    /// <summary>The row of a command word, in any case (RFC 5321 §2.4); the row of <see cref="SmtpVerb.Unknown"/> when there is none.</summary>
    public static SmtpCommandRow Find(ReadOnlySpan<byte> word)
    {
        foreach (var row in Rows)
        {
            if (Ascii.EqualsIgnoreCase(word, row.Word))
            {
                return row;
            }
        }

        return UnknownRow;
    }
}
