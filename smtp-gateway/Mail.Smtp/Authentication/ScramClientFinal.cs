using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Smtp;

/// <summary>The client's last message (RFC 5802 §7): <c>"c=" cbind-input ",r=" nonce ["," extensions] ",p=" proof</c>.</summary>
/// <param name="Binding">The GS2 header and the channel binding data, decoded.</param>
/// <param name="Unsigned">The message without its proof, as it came: part of what is signed.</param>
/// <param name="Proof">32 octets.</param>
internal sealed record ScramClientFinal(byte[] Binding, string Nonce, string Unsigned, byte[] Proof)
{
    public static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out ScramClientFinal? parsed)
    {
        parsed = null;
        var end = message.LastIndexOf(",p="u8);
        if (message.Length > ScramClientFirst.MaxMessage
            || end < 0
            || !SaslText.TryRead(message[..end], ScramClientFirst.MaxMessage, out var unsigned)
            || !ScramText.TryTake(message[..end], "c="u8, out var binding, out var rest)
            || !ScramText.TryTake(rest, "r="u8, out var nonce, out _)
            || !ScramText.IsNonce(nonce)
            || !ScramText.TryDecode(binding, out var bindingData)
            || !ScramText.TryDecode(message[(end + 3)..], out var proof)
            || proof.Length != ScramExchange.KeySize)
        {
            return false;
        }

        parsed = new ScramClientFinal(bindingData, Encoding.ASCII.GetString(nonce), unsigned, proof);
        return true;
    }
}
