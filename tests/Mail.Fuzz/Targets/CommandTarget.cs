using System.Buffers;
using Mail.Smtp;

namespace Mail.Fuzz.Targets;

internal sealed class CommandTarget : IFuzzTarget
{
    private const int LineLimit = 2048;

    public string Name => "command";

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new CommandLineReader(LineLimit);
        var rest = new ReadOnlySequence<byte>(input.ToArray());
        var consumed = rest.Start;
        var examined = rest.Start;
        while (reader.TryRead(rest, ref consumed, ref examined, out var line, out var rejection))
        {
            rest = rest.Slice(consumed);
            if (rejection == SmtpRejection.None)
            {
                Parse(line.ToArray());
            }
        }

        BrokenPromiseException.Unless(rest.Slice(examined).IsEmpty, "all input is examined before more is asked for");
    }

    private static void Parse(byte[] line)
    {
        BrokenPromiseException.Unless(line.Length <= LineLimit - 2, "a line is within the limit");
        BrokenPromiseException.Unless(!line.AsSpan().ContainsAny((byte)'\r', (byte)'\n'), "a line has no line end inside");
        SmtpCommandParser.Parse(line, out _, out var argument);
        HeloParser.Parse(argument, out _);
        if (XClientParser.Parse(argument, out var client) == SmtpRejection.None)
        {
            CheckText(client!.Name + client.Address + client.Helo);
        }

        BdatParser.Parse(argument, out var size, out _);
        BrokenPromiseException.Unless(size >= 0, "a chunk has a size");
        if (MailParser.Parse(argument, isSecure: true, out var transaction) == SmtpRejection.None)
        {
            AddressTarget.Check(transaction!.ReversePath);
            CheckText(transaction.EnvId);
        }

        foreach (var smtpUtf8 in new[] { false, true })
        {
            if (RcptParser.Parse(argument, "mx.example.test", smtpUtf8, out var recipient) == SmtpRejection.None)
            {
                AddressTarget.Check(recipient!.Address);
                CheckText(recipient.OriginalRecipient);
            }
        }
    }

    // It goes into a delivery status notification.
    private static void CheckText(string? text) =>
        BrokenPromiseException.Unless(text is null || !text.Any(char.IsControl), "a parameter has no control characters");
}
