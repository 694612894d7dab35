using System.Buffers;

namespace Mail.Smtp;

/// <summary>Reads the PROXY protocol header at the start of a connection, version 1 (text) or 2 (binary): haproxy's proxy-protocol.txt.</summary>
public static partial class ProxyHeaderParser
{
    /// <summary>The longest header: §2.2 has every receiver take 536 octets, of which an IPv6 connection needs 52; the rest is for TLVs.</summary>
    public const int MaxLength = 536;

    /// <param name="consumed">Behind the header when it was read; otherwise the start.</param>
    /// <param name="header">There when the header was read.</param>
    public static ProxyHeaderResult TryParse(in ReadOnlySequence<byte> input, out SequencePosition consumed, out ProxyHeader? header)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        var text = buffer[..(int)Math.Min(input.Length, MaxLength)];
        input.Slice(0, text.Length).CopyTo(text);
        var length = 0;
        header = null;
        var result = Matches(text, Signature) ? ParseBinary(text, out length, out header)
            : Matches(text, Word) ? ParseText(text, out length, out header)
            : ProxyHeaderResult.Invalid;
        consumed = input.GetPosition(result == ProxyHeaderResult.Read ? length : 0);
        return result;
    }

    // As far as there is anything to compare.
    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length ? text.StartsWith(start) : start.StartsWith(text);
}
