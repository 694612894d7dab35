using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// The few lines before TLS, read octet by octet: what a server (or somebody in between) sends behind its consent is never taken for something that came by TLS.
/// </summary>
internal static class StartTlsDialog
{
    // RFC 1939 §3: 512. Greetings of IMAP have their capabilities.
    private const int MaxLine = 8192;

    // Untagged lines before the answer: none is expected.
    private const int MaxLines = 20;

    /// <returns>The greeting with its CRLF.</returns>
    /// <exception cref="RemoteMailboxException">No greeting, or no TLS.</exception>
    public static async Task<ReadOnlyMemory<byte>> RunAsync(RemoteProtocol protocol, Stream stream, CancellationToken cancellationToken)
    {
        var greeting = await ReadLineAsync(stream, cancellationToken);
        var isPop = protocol == RemoteProtocol.Pop3;
        // RFC 9051 §7.1.4: PREAUTH leaves no room for STARTTLS.
        if (!greeting.StartsWith(isPop ? "+OK" : "* OK", StringComparison.OrdinalIgnoreCase))
        {
            throw new RemoteMailboxException(RemoteFailure.Busy, $"the server greets with: {RemoteErrors.Quote(greeting)}");
        }

        await stream.WriteAsync(isPop ? "STLS\r\n"u8.ToArray() : "s STARTTLS\r\n"u8.ToArray(), cancellationToken);
        var answer = await AnswerAsync(isPop, stream, cancellationToken);
        // RFC 2595 §4, RFC 9051 §6.2.1.
        if (!answer.StartsWith(isPop ? "+OK" : "s OK", StringComparison.OrdinalIgnoreCase))
        {
            throw new RemoteMailboxException(RemoteFailure.Tls, $"the server has no TLS: {RemoteErrors.Quote(answer)}");
        }

        return Encoding.Latin1.GetBytes(WithoutCapabilities(greeting) + "\r\n");
    }

    private static async Task<string> AnswerAsync(bool isPop, Stream stream, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxLines; i++)
        {
            var line = await ReadLineAsync(stream, cancellationToken);
            if (isPop || line.StartsWith("s ", StringComparison.OrdinalIgnoreCase))
            {
                return line;
            }
        }

        throw new RemoteMailboxException(RemoteFailure.Protocol, "the server does not answer STARTTLS");
    }

    // RFC 9051 §6.2.1: what the server said it can do before TLS is forgotten.
    private static string WithoutCapabilities(string greeting) =>
        greeting.StartsWith("* OK [", StringComparison.OrdinalIgnoreCase) ? "* OK ready" : greeting;

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (line.Length <= MaxLine)
        {
            if (await stream.ReadAsync(octet, cancellationToken) == 0)
            {
                throw new RemoteMailboxException(RemoteFailure.Unreachable, "the server hangs up before TLS");
            }

            if (octet[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)octet[0]);
        }

        throw new RemoteMailboxException(RemoteFailure.Limit, "the server sends a line without end");
    }
}
