using System.Text;
using Mail.Smtp;
using Mail.Testing.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>The same input behind each prelude: one for each state of the session, and two within content.</summary>
internal sealed class SessionTarget : IFuzzTarget
{
    private const string Greeted = "EHLO client.test\r\n";
    private const string Mail = Greeted + "MAIL FROM:<a@sender.test> SMTPUTF8\r\n";
    private const string Rcpt = Mail + "RCPT TO:<b@example.test>\r\n";

    private static readonly string[] Preludes =
        ["", Greeted, Greeted + "AUTH PLAIN\r\n", Mail, Rcpt, Rcpt + "BDAT 1\r\nx", Rcpt + "DATA\r\n", Rcpt + "BDAT 40 LAST\r\n"];

    // Nothing waits here but for input, so only a bug takes this long.
    private static readonly TimeSpan LongForAnyInput = TimeSpan.FromSeconds(20);

    private static readonly SmtpServerOptions Options = new()
    {
        HostName = "mx.example.test",
        ErrorDelay = TimeSpan.Zero,
        HardErrorLimit = 100,
        RefuseImproperPipelining = false,
    };

    public string Name => "session";

    public void Run(ReadOnlySpan<byte> input)
    {
        var octets = input.ToArray();
        Compare("", octets, new SmtpReply(554, null, "Not you"));
        foreach (var prelude in Preludes)
        {
            Compare(prelude, octets, greeting: null);
        }
    }

    private static void Compare(string prelude, byte[] input, SmtpReply? greeting)
    {
        byte[] all = [.. Encoding.ASCII.GetBytes(prelude), .. input];
        var whole = Task.Run(() => RunAsync(all, all.Length, greeting)).GetAwaiter().GetResult();
        var perByte = Task.Run(() => RunAsync(all, 1, greeting)).GetAwaiter().GetResult();
        BrokenPromiseException.Unless(whole == perByte, "answers and host do not depend on the pieces");
    }

    private static async Task<string> RunAsync(ReadOnlyMemory<byte> input, int piece, SmtpReply? greeting)
    {
        var connection = new MemoryConnection();
        var host = new FuzzHost(greeting);
        var session = new SmtpSession(connection, new SmtpSessionInfo { Id = "fuzz" }, host, Options, new DialogClock(), host)
            .RunAsync(CancellationToken.None);
        while (!input.IsEmpty && !session.IsCompleted)
        {
            var length = Math.Min(piece, input.Length);
            await connection.ClientOutput.WriteAsync(input[..length]);
            input = input[length..];
        }

        await connection.ClientOutput.CompleteAsync();
        await session.WaitAsync(LongForAnyInput);
        if (host.Bug is not null)
        {
            throw new BrokenPromiseException(host.Bug.ToString());
        }

        using var answers = new MemoryStream();
        await connection.ClientInput.CopyToAsync(answers);
        return Encoding.ASCII.GetString(answers.ToArray()) + host.Events;
    }
}
