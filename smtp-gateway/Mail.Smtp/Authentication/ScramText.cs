using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Smtp;

/// <summary>Attributes of SCRAM messages (RFC 5802 §5.1).</summary>
internal static class ScramText
{
    // Octets of the client's nonce and ours together: ten times what any client sends.
    private const int MaxNonce = 512;

    /// <summary>Takes <c>prefix value</c> up to the next comma or the end.</summary>
    public static bool TryTake(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> value, out ReadOnlySpan<byte> rest)
    {
        value = rest = default;
        if (!text.StartsWith(prefix))
        {
            return false;
        }

        var end = text.IndexOf((byte)',');
        value = text[prefix.Length..(end < 0 ? text.Length : end)];
        rest = end < 0 ? default : text[(end + 1)..];
        return true;
    }

    // RFC 5802 §7: printable = %x21-2B / %x2D-7E.
    public static bool IsNonce(ReadOnlySpan<byte> nonce) =>
        nonce.Length is > 0 and <= MaxNonce && !nonce.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) && !nonce.Contains((byte)',');

    // Base64 of RFC 4648 §4 in its one right form: decoders that pass over spaces or loose ends would let two messages mean the same.
    public static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.IsEmpty
            || Base64.DecodeFromUtf8(text, buffer, out var read, out var written) != System.Buffers.OperationStatus.Done
            || read != text.Length
            || !Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer, 0, written)).AsSpan().SequenceEqual(text))
        {
            return false;
        }

        octets = buffer[..written];
        return true;
    }
}
