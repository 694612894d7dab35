using System.Text;
using Mail.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>The first octet says into how large chunks the rest is cut.</summary>
internal sealed class BdatTarget : IFuzzTarget
{
    public string Name => "bdat";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var content = input[1..];
        BdatParser.Parse(content, out var size, out _);
        BrokenPromiseException.Unless(size >= 0, "a chunk has a size");

        var fault = Check(content, 1 + (input[0] % 16));
        BrokenPromiseException.Unless(fault == Check(content, Math.Max(content.Length, 1)), "a fault does not depend on the chunks");
        var rest = Encoding.Latin1.GetString(content).Replace("\r\n", "", StringComparison.Ordinal);
        BrokenPromiseException.Unless(
            (fault == LineEndFault.None) == !rest.AsSpan().ContainsAny('\r', '\n'), "a fault is a line end that is not whole");
    }

    private static LineEndFault Check(ReadOnlySpan<byte> content, int piece)
    {
        var checker = default(LineEndChecker);
        while (!content.IsEmpty)
        {
            var next = content[..Math.Min(piece, content.Length)];
            checker.Check(next);
            content = content[next.Length..];
        }

        checker.End();
        return checker.Fault;
    }
}
