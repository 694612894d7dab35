namespace Mail.Smtp;

/// <summary>What a command line asks for. <see cref="SmtpCommandTable"/> says how each is written and when it is permitted.</summary>
internal enum SmtpVerb
{
    Unknown,
    Helo,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Vrfy,
    Help,
    Quit,
    XClient,

    /// <summary>A command that RFCs define and we do not offer: EXPN, ETRN, TURN…</summary>
    NotImplemented,

    /// <summary>The first word of another protocol: a browser was tricked into talking to us.</summary>
    OtherProtocol,
}
