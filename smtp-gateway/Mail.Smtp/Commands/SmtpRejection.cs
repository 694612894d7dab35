namespace Mail.Smtp;

/// <summary>Why a parser refused its input. <see cref="SmtpReplies"/> has the reply to each.</summary>
internal enum SmtpRejection
{
    None,
    LineTooLong,
    LineEndless,
    BareLineEnd,
    BadCharacter,
    UnknownCommand,
    NotImplemented,
    OtherProtocol,
    ArgumentMissing,
    ArgumentUnexpected,
    HeloSyntax,
    MailSyntax,
    RcptSyntax,
    SenderSyntax,
    RecipientSyntax,
    PathTooLong,
    NeedsSmtpUtf8,
    ParameterUnknown,
    ParameterTwice,
    ParameterSyntax,
    ParameterNotImplemented,

    AuthSyntax,
    NotBase64,

    /// <summary>How many octets follow the BDAT is not known.</summary>
    ChunkSizeUnreadable,

    /// <summary>The octets of the BDAT are known, what stands behind them is not.</summary>
    ChunkSyntax,
}
