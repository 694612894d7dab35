using System.IO.Pipelines;

namespace Mail.Smtp;

/// <summary>How a handshake ended.</summary>
public abstract record SmtpTlsResult
{
    private SmtpTlsResult()
    {
    }

    /// <param name="Transport">The session goes on over this one.</param>
    public sealed record Secured(IDuplexPipe Transport, SmtpTlsFacts Facts) : SmtpTlsResult;

    /// <summary>The connection is of no use any more: nothing can be said to the client.</summary>
    /// <param name="Reason">In plain words, for the log.</param>
    public sealed record Failed(string Reason) : SmtpTlsResult;
}
