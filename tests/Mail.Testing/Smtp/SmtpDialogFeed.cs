namespace Mail.Testing.Smtp;

/// <summary>In which pieces a dialog's input reaches the server. The answers must not depend on it.</summary>
public enum SmtpDialogFeed
{
    /// <summary>As much at once as PIPELINING allows (RFC 2920 §3.1).</summary>
    Whole,

    /// <summary>Each line when the one before has been answered.</summary>
    PerLine,

    /// <summary>As per line, octet by octet.</summary>
    PerByte,
}
