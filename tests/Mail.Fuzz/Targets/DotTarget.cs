using System.Text;
using Mail.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>The first octet says into how large pieces the rest is cut.</summary>
internal sealed class DotTarget : IFuzzTarget
{
    public string Name => "dot";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var wire = input[1..];
        var whole = Read(wire, wire.Length);
        var cut = Read(wire, 1 + (input[0] % 16));
        BrokenPromiseException.Unless(whole.Consumed == cut.Consumed && whole.Fault == cut.Fault, "the end does not depend on the pieces");
        BrokenPromiseException.Unless(whole.Content.AsSpan().SequenceEqual(cut.Content), "content does not depend on the pieces");

        // The line end of DATA itself stands before the content.
        byte[] all = [.. "\r\n"u8, .. wire];
        var end = all.AsSpan().IndexOf("\r\n.\r\n"u8);
        BrokenPromiseException.Unless(whole.Consumed == (end < 0 ? wire.Length : end + 3), "the end is the first CRLF . CRLF");
        if (whole.Fault == LineEndFault.None)
        {
            var text = Encoding.Latin1.GetString(whole.Content).Replace("\r\n", "", StringComparison.Ordinal).TrimEnd('\r');
            BrokenPromiseException.Unless(!text.AsSpan().ContainsAny('\r', '\n'), "content without fault has whole line ends only");
        }
    }

    private static (byte[] Content, int Consumed, LineEndFault Fault) Read(ReadOnlySpan<byte> wire, int piece)
    {
        var reader = default(DotReader);
        var content = new byte[wire.Length];
        var length = 0;
        var at = 0;
        while (at < wire.Length && !reader.HasEnded)
        {
            var next = wire.Slice(at, Math.Min(piece, wire.Length - at));
            reader.Read(next, content.AsSpan(length), out var consumed, out var written);
            at += consumed;
            length += written;
        }

        return (content[..length], at, reader.Fault);
    }
}
