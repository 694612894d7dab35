using Mail.Processing;

namespace Mail.Fuzz.Targets;

/// <summary>A message that is to be trained, and one with messages attached to it.</summary>
internal sealed class TrainingTarget : IFuzzTarget
{
    public string Name => "training";

    public void Run(ReadOnlySpan<byte> input)
    {
        var key = TrainingText.Read(input).Key;
        BrokenPromiseException.Unless(TrainingText.Read(WithCrlf(input)).Key == key, "line ends do not make another message");
        if (input is [not (byte)' ' and not (byte)'\t', ..])
        {
            BrokenPromiseException.Unless(
                TrainingText.Read([.. "Return-Path: <a@b.test>\r\nDelivered-To: c@d.test\r\n"u8, .. input]).Key == key, "what delivery adds does not make another message");
        }

        var attached = AttachedMessages.ReadAsync(new MemoryStream(input.ToArray()), CancellationToken.None).GetAwaiter().GetResult();
        BrokenPromiseException.Unless(attached.Count <= AttachedMessages.Max, "a report has a limit");
    }

    private static byte[] WithCrlf(ReadOnlySpan<byte> input)
    {
        var octets = new List<byte>(input.Length);
        for (var i = 0; i < input.Length; i++)
        {
            if (input[i] == '\n' && (i == 0 || input[i - 1] != '\r'))
            {
                octets.Add((byte)'\r');
            }

            octets.Add(input[i]);
        }

        return [.. octets];
    }
}
