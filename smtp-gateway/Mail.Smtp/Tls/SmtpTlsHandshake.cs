using System.Globalization;
using System.IO.Pipelines;

namespace Mail.Smtp;

/// <summary>One handshake with its time limit: behind STARTTLS, or at the start of a connection that is TLS from the first octet (RFC 8314 §3.3).</summary>
public static class SmtpTlsHandshake
{
    /// <param name="timeout">For the whole handshake: a client that sends an octet a minute gets no further than one that sends none.</param>
    /// <param name="abort">The connection is being ended from outside.</param>
    public static async ValueTask<SmtpTlsResult> RunAsync(
        ISmtpTls tls, IDuplexPipe plain, TimeSpan timeout, TimeProvider time, CancellationToken abort)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, abort);
        try
        {
            return await tls.SecureAsync(plain, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            var reason = abort.IsCancellationRequested
                ? "the connection was ended meanwhile"
                : string.Create(CultureInfo.InvariantCulture, $"it was not finished within {timeout.TotalSeconds} s");
            return new SmtpTlsResult.Failed(reason);
        }
    }
}
