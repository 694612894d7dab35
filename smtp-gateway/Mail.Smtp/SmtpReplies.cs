using System.Globalization;

namespace Mail.Smtp;

/// <summary>Every reply of the protocol itself, and which of them answers what. Codes: RFC 5321 §4.2.2, RFC 3463.</summary>
public static class SmtpReplies
{
    public static readonly SmtpReply Ok = new(250, "2.0.0", "Ok");

    public static readonly SmtpReply SenderOk = new(250, "2.1.0", "Ok");
    public static readonly SmtpReply RecipientOk = new(250, "2.1.5", "Ok");
    public static readonly SmtpReply StartMailInput = new(354, null, "End data with <CR><LF>.<CR><LF>");
    public static readonly SmtpReply Bye = new(221, "2.0.0", "Bye");
    public static readonly SmtpReply Help = new(214, "2.0.0", "HELO EHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT, as in RFC 5321");

    /// <summary>RFC 5321 §3.5.3: we do not tell who is here, and are not obliged to.</summary>
    public static readonly SmtpReply CannotVerify = new(252, "2.5.0", "Cannot VRFY user, but will accept a message and try");

    /// <summary>Storage or a part of ours failed: the client keeps the message and comes again.</summary>
    public static readonly SmtpReply LocalProblem = new(451, "4.3.0", "Temporary local problem, try again later");
    public static readonly SmtpReply LocalProblemClosing = new(421, "4.3.0", "Temporary local problem, try again later");
    public static readonly SmtpReply ShuttingDown = new(421, "4.3.2", "Service shutting down, try again later");
    public static readonly SmtpReply Busy = new(421, "4.3.2", "System busy, try again later");
    public static readonly SmtpReply TimedOut = new(421, "4.4.2", "Timeout exceeded");
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0", "Too many errors");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3", "Too many recipients");
    public static readonly SmtpReply MessageTooBig = new(552, "5.3.4", "Message size exceeds fixed limit");

    /// <summary>What follows is more than we are willing to read only to throw it away.</summary>
    public static readonly SmtpReply FarTooBig = new(521, "5.3.4", "Message size far exceeds fixed limit");
    public static readonly SmtpReply ImproperPipelining = new(521, "5.5.0", "SMTP protocol synchronization");
    // RFC 3207 §4.
    internal static readonly SmtpReply ReadyForTls = new(220, "2.0.0", "Ready to start TLS");
    internal static readonly SmtpReply TlsUnavailable = new(454, "4.7.0", "TLS not available due to a local problem");
    internal static readonly SmtpReply TlsActive = new(503, "5.5.1", "TLS is active already");

    // RFC 4954 §4 and §6.
    internal static readonly SmtpReply Authenticated = new(235, "2.7.0", "Authentication successful");
    internal static readonly SmtpReply AuthenticationUnavailable = new(454, "4.7.0", "Temporary authentication failure");
    internal static readonly SmtpReply AuthenticationCancelled = new(501, "5.7.0", "Authentication cancelled");
    internal static readonly SmtpReply AlreadyAuthenticated = new(503, "5.5.1", "Authenticated already");
    internal static readonly SmtpReply MechanismUnknown = new(504, "5.5.4", "Authentication mechanism not offered");
    internal static readonly SmtpReply EncryptionRequired = new(538, "5.7.11", "Encryption required: issue STARTTLS first");
    internal static readonly SmtpReply ResponseTooLong = new(500, "5.5.6", "Authentication exchange line is too long");

    public static readonly SmtpReply BareLfReceived = new(550, "5.5.2", "Bare <LF> received");
    public static readonly SmtpReply BareCrReceived = new(550, "5.5.2", "Bare <CR> received");

    internal static readonly SmtpReply TransactionInProgress = new(503, "5.5.1", "MAIL transaction in progress");

    private static readonly SmtpReply GreetFirst = new(503, "5.5.1", "Send HELO or EHLO first");
    private static readonly SmtpReply OnlyQuit = new(503, "5.5.1", "Only QUIT is possible");
    private static readonly SmtpReply NestedMail = new(503, "5.5.1", "Nested MAIL command");
    private static readonly SmtpReply MailFirst = new(503, "5.5.1", "Send MAIL first");
    private static readonly SmtpReply RcptFirst = new(503, "5.5.1", "Send RCPT first");
    private static readonly SmtpReply NoValidRecipients = new(554, "5.5.1", "No valid recipients");
    private static readonly SmtpReply ChunksBegun = new(503, "5.5.1", "The message was begun with BDAT");

    private static readonly SmtpReply InTransaction = new(503, "5.5.1", "Not permitted during a mail transaction");

    private static readonly SmtpReply LineTooLong = new(500, "5.5.2", "Line too long");
    private static readonly SmtpReply LineEndless = new(521, "5.5.2", "Line too long");
    private static readonly SmtpReply BareLineEnd = new(521, "5.5.2", "Bare <CR> or <LF> received");
    private static readonly SmtpReply BadCharacter = new(500, "5.5.2", "Control character or malformed UTF-8");
    private static readonly SmtpReply UnknownCommand = new(500, "5.5.1", "Command not recognized");
    private static readonly SmtpReply NotImplemented = new(502, "5.5.1", "Command not implemented");
    private static readonly SmtpReply OtherProtocol = new(521, "5.5.1", "This is a mail server");
    private static readonly SmtpReply ArgumentMissing = new(501, "5.5.4", "Argument expected");
    private static readonly SmtpReply ArgumentUnexpected = new(501, "5.5.4", "No argument allowed");
    private static readonly SmtpReply HeloSyntax = new(501, "5.5.4", "Host name or address literal expected");
    private static readonly SmtpReply MailSyntax = new(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]");
    private static readonly SmtpReply RcptSyntax = new(501, "5.5.4", "Syntax: RCPT TO:<address> [parameters]");
    private static readonly SmtpReply SenderSyntax = new(501, "5.1.7", "Bad sender address syntax");
    private static readonly SmtpReply RecipientSyntax = new(501, "5.1.3", "Bad recipient address syntax");
    private static readonly SmtpReply PathTooLong = new(501, "5.5.4", "Path too long");
    private static readonly SmtpReply NeedsSmtpUtf8 = new(553, "5.6.7", "Address needs SMTPUTF8");
    private static readonly SmtpReply ParameterUnknown = new(555, "5.5.4", "Parameter not recognized");
    private static readonly SmtpReply ParameterTwice = new(501, "5.5.4", "Parameter given twice");
    private static readonly SmtpReply ParameterSyntax = new(501, "5.5.4", "Bad parameter value");
    private static readonly SmtpReply ParameterNotImplemented = new(504, "5.5.4", "Parameter value not implemented");
    private static readonly SmtpReply AuthSyntax = new(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");
    private static readonly SmtpReply NotBase64 = new(501, "5.5.2", "Not base64");
    private static readonly SmtpReply ChunkSizeUnreadable = new(521, "5.5.4", "Syntax: BDAT count [LAST]");
    private static readonly SmtpReply ChunkSyntax = new(501, "5.5.4", "Syntax: BDAT count [LAST]");

    /// <summary>RFC 5321 §4.2: the greeting begins with our name; ESMTP is what clients look for before EHLO.</summary>
    internal static SmtpReply Greeting(SmtpServerOptions options) => new(220, null, $"{options.HostName} ESMTP");

    internal static SmtpReply Helo(SmtpServerOptions options) => new(250, null, options.HostName);

    /// <summary>RFC 5321 §4.1.1.1; the keywords of RFC 2920, 1870, 3207, 4954, 6152, 2034, 3461, 6531, 3030, 8689.</summary>
    internal static SmtpReply Ehlo(SmtpServerOptions options, bool startTls, IReadOnlyList<string> mechanisms, bool xClient, bool isSecure)
    {
        string[] lines =
        [
            options.HostName,
            "PIPELINING",
            string.Create(CultureInfo.InvariantCulture, $"SIZE {options.MessageSizeLimit}"),
            .. startTls ? ["STARTTLS"] : Array.Empty<string>(),
            .. mechanisms.Count > 0 ? ["AUTH " + string.Join(' ', mechanisms)] : Array.Empty<string>(),
            "8BITMIME",
            "ENHANCEDSTATUSCODES",
            "DSN",
            "SMTPUTF8",
            // RFC 8689 §2: never before TLS.
            .. isSecure ? ["REQUIRETLS"] : Array.Empty<string>(),
            "CHUNKING",
            .. xClient ? ["XCLIENT NAME ADDR PORT PROTO HELO DESTADDR DESTPORT"] : Array.Empty<string>(),
        ];
        return new SmtpReply(250, null, lines);
    }

    /// <summary>RFC 4954 §4: base64 behind the code and a space, also when there is nothing.</summary>
    internal static SmtpReply Challenge(ReadOnlySpan<byte> data) => new(334, null, Convert.ToBase64String(data));

    /// <summary>RFC 3030 §2: the octets that were taken.</summary>
    internal static SmtpReply ChunkOk(long octets) =>
        new(250, "2.0.0", string.Create(CultureInfo.InvariantCulture, $"{octets} octets received"));

    internal static SmtpReply For(LineEndFault fault) => fault == LineEndFault.BareLf ? BareLfReceived : BareCrReceived;

    internal static SmtpReply For(SmtpRejection rejection) => rejection switch
    {
        SmtpRejection.LineTooLong => LineTooLong,
        SmtpRejection.LineEndless => LineEndless,
        SmtpRejection.BareLineEnd => BareLineEnd,
        SmtpRejection.BadCharacter => BadCharacter,
        SmtpRejection.UnknownCommand => UnknownCommand,
        SmtpRejection.NotImplemented => NotImplemented,
        SmtpRejection.OtherProtocol => OtherProtocol,
        SmtpRejection.ArgumentMissing => ArgumentMissing,
        SmtpRejection.ArgumentUnexpected => ArgumentUnexpected,
        SmtpRejection.HeloSyntax => HeloSyntax,
        SmtpRejection.MailSyntax => MailSyntax,
        SmtpRejection.RcptSyntax => RcptSyntax,
        SmtpRejection.SenderSyntax => SenderSyntax,
        SmtpRejection.RecipientSyntax => RecipientSyntax,
        SmtpRejection.PathTooLong => PathTooLong,
        SmtpRejection.NeedsSmtpUtf8 => NeedsSmtpUtf8,
        SmtpRejection.ParameterUnknown => ParameterUnknown,
        SmtpRejection.ParameterTwice => ParameterTwice,
        SmtpRejection.ParameterSyntax => ParameterSyntax,
        SmtpRejection.ParameterNotImplemented => ParameterNotImplemented,
        SmtpRejection.AuthSyntax => AuthSyntax,
        SmtpRejection.NotBase64 => NotBase64,
        SmtpRejection.ChunkSizeUnreadable => ChunkSizeUnreadable,
        SmtpRejection.ChunkSyntax => ChunkSyntax,
        _ => throw new ArgumentOutOfRangeException(nameof(rejection), rejection, "Not a rejection."),
    };

    /// <summary>A good command in a state that does not permit it (RFC 5321 §3.3, §4.1.4).</summary>
    internal static SmtpReply OutOfSequence(SmtpVerb verb, SmtpState state) => (verb, state) switch
    {
        (_, SmtpState.Refused) => OnlyQuit,
        (_, SmtpState.Connected) => GreetFirst,
        (SmtpVerb.StartTls or SmtpVerb.Auth, _) => InTransaction,
        (SmtpVerb.Mail, _) => NestedMail,
        (_, SmtpState.Ready) => MailFirst,
        (_, SmtpState.Chunks) => ChunksBegun,
        // RFC 5321 §3.3 offers 503 and 554 when all recipients were refused; 554 is the one that says what happened.
        (SmtpVerb.Data, SmtpState.Mail) => NoValidRecipients,
        _ => RcptFirst,
    };
}
