using System.Text;
using Mail.Core;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>What a server of remote mailboxes says before TLS, all at once.</summary>
internal sealed class FetchTlsTarget : IFuzzTarget
{
    public string Name => "fetch-tls";

    public void Run(ReadOnlySpan<byte> input)
    {
        var octets = input.ToArray();
        foreach (var protocol in Enum.GetValues<RemoteProtocol>())
        {
            var whole = Talk(protocol, octets, int.MaxValue);
            BrokenPromiseException.Unless(Talk(protocol, octets, piece: 1) == whole, "what is understood does not depend on the pieces");
        }
    }

    private static string Talk(RemoteProtocol protocol, byte[] input, int piece)
    {
        var server = new AnsweringStream([input], piece);
        try
        {
            var greeting = Encoding.Latin1.GetString(StartTlsDialog.RunAsync(protocol, server, CancellationToken.None).GetAwaiter().GetResult().Span);
            var isPop = protocol == RemoteProtocol.Pop3;
            BrokenPromiseException.Unless(greeting.StartsWith(isPop ? "+OK" : "* OK", StringComparison.OrdinalIgnoreCase), "who is not welcome does not go on");
            BrokenPromiseException.Unless(greeting.IndexOf('\n', StringComparison.Ordinal) == greeting.Length - 1, "a greeting is one line");
            BrokenPromiseException.Unless(isPop || !greeting.StartsWith("* OK [", StringComparison.OrdinalIgnoreCase), "what was said before TLS is forgotten");
            BrokenPromiseException.Unless(server.Heard == (isPop ? "STLS\r\n" : "s STARTTLS\r\n"), "nothing but the wish for TLS is said");
            BrokenPromiseException.Unless(server.Last == '\n', "nothing behind the consent is read");
            return greeting;
        }
        catch (RemoteMailboxException e)
        {
            BrokenPromiseException.Unless(e.Message.Length < 400 && !e.Message.Any(char.IsControl), "an error is a line for people");
            return e.Message;
        }
    }
}
