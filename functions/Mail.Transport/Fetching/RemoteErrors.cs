using System.Net.Sockets;
using Mail.Core;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;

namespace Mail.Transport;

/// <summary>What the exceptions of a session mean, in one place.</summary>
internal static class RemoteErrors
{
    // Of a server's words that are repeated to people.
    private const int MaxQuoted = 200;

    // RFC 2449 §8.1.1, RFC 3206 §4, RFC 5530 §3: the server is not ready, which says nothing of the password.
    private static readonly string[] NotNow =
        ["[IN-USE]", "[LOGIN-DELAY]", "[SYS/TEMP]", "[SYS/PERM]", "[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[OVERQUOTA]"];

    // RFC 3206 §5, RFC 5530 §3.
    private static readonly string[] Refused = ["[AUTH]", "[AUTHENTICATIONFAILED]"];

    /// <param name="host">For the words.</param>
    /// <param name="lastLine">That the server has said.</param>
    public static RemoteMailboxException Of(Exception error, string host, string lastLine) => error switch
    {
        RemoteMailboxException known => known,
        // The server breaks the rules of a mechanism, or could not prove that it knows the password: it is not the password that is wrong.
        SaslException or AuthenticationException { InnerException: SaslException } =>
            new(RemoteFailure.Protocol, $"{host} cannot be logged in to: {Innermost(error)}", error),
        AuthenticationException => OfLogin(error, host, lastLine),
        Pop3CommandException { StatusText: var text } => new(IsNotNow(text) ? RemoteFailure.Busy : RemoteFailure.Protocol, $"{host} {Said(text)}", error),
        ImapCommandException { ResponseText: var text } => new(IsNotNow(text) ? RemoteFailure.Busy : RemoteFailure.Protocol, $"{host} {Said(text)}", error),
        IOException or SocketException or ServiceNotConnectedException => new(RemoteFailure.Unreachable, $"the connection to {host} is lost: {Innermost(error)}", error),
        // By the time that the session has, or by the stream under it.
        OperationCanceledException => new(RemoteFailure.Unreachable, $"{host} does not answer in time", error),
        ProtocolException when IsEnd(error) => new(RemoteFailure.Unreachable, $"{host} breaks off the connection", error),
        // Of the client library, about what it was sent: its own kinds, and those of whatever it reads numbers, dates and names with.
        _ => new(RemoteFailure.Protocol, $"{host} sends what is no answer: {Quote(error.Message)}", error),
    };

    /// <summary>Words of a server, on one line, without what could do harm where they are shown.</summary>
    public static string Quote(string? text) => ScanText.Clean(text ?? "", MaxQuoted);

    private static string Said(string? text) => Quote(text) is { Length: > 0 } words ? $"says: {words}" : "refuses a command and does not say why";

    public static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return Quote(error.Message);
    }

    private static RemoteMailboxException OfLogin(Exception error, string host, string lastLine) => IsNotNow(lastLine)
        ? new(RemoteFailure.Busy, $"{host} lets nobody in now: {Quote(lastLine)}", error)
        : new(RemoteFailure.Credentials, $"{host} does not take the name and password: {Quote(lastLine)}", error) { IsFinal = IsOneOf(Refused, lastLine) };

    private static bool IsNotNow(string? text) => IsOneOf(NotNow, text);

    private static bool IsOneOf(string[] codes, string? text) =>
        text is not null && Array.Exists(codes, code => text.Contains(code, StringComparison.OrdinalIgnoreCase));

    // The library has one type for a server that hangs up and one that talks nonsense.
    private static bool IsEnd(Exception error) => error.Message.Contains("disconnected", StringComparison.OrdinalIgnoreCase);
}
