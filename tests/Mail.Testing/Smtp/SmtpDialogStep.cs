namespace Mail.Testing.Smtp;

/// <summary>One line of an <see cref="SmtpDialog"/>.</summary>
public abstract record SmtpDialogStep(int LineNumber)
{
    /// <summary>The client sends octets.</summary>
    /// <param name="WaitsForAnswer">The command must be the last of its group (RFC 2920 §3.1): nothing may be sent behind it before its answer.</param>
    public sealed record Send(int LineNumber, ReadOnlyMemory<byte> Octets, bool WaitsForAnswer) : SmtpDialogStep(LineNumber);

    /// <summary>The server answers one line.</summary>
    /// <param name="IsPrefix">Only the beginning is given.</param>
    public sealed record Expect(int LineNumber, string Text, bool IsPrefix) : SmtpDialogStep(LineNumber)
    {
        public bool Matches(string line) => IsPrefix ? line.StartsWith(Text, StringComparison.Ordinal) : line == Text;
    }

    /// <summary>The server closes the connection.</summary>
    public sealed record ExpectClose(int LineNumber) : SmtpDialogStep(LineNumber);

    /// <summary>The client closes its side.</summary>
    public sealed record Close(int LineNumber) : SmtpDialogStep(LineNumber);

    /// <summary>Something happens around the session.</summary>
    public sealed record Happen(int LineNumber, string What) : SmtpDialogStep(LineNumber);
}
