using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Smtp;

/// <summary>The client's first message (RFC 5802 §7): <c>gs2-header "n=" saslname ",r=" c-nonce ["," extensions]</c>.</summary>
/// <param name="Header">Octets up to and with its second comma, as they came: the client repeats them in its last message.</param>
/// <param name="Bare">The rest as it came: part of what is signed.</param>
internal sealed record ScramClientFirst(Gs2Header Gs2, byte[] Header, string Bare, string User, string Nonce)
{
    /// <summary>Octets. A name of 255, a nonce of 256, and room for escapes and the header.</summary>
    public const int MaxMessage = 2048;

    public static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out ScramClientFirst? parsed)
    {
        parsed = null;
        if (message.Length > MaxMessage || !Gs2Header.TryParse(message, out var gs2, out var bare))
        {
            return false;
        }

        var end = bare.IndexOf((byte)',');
        // An "m=" in front is an extension that we would have to know (RFC 5802 §5.1).
        if (end < 0
            || !bare.StartsWith("n="u8)
            || !SaslName.TryRead(bare[2..end], out var user)
            || !SaslText.TryRead(bare, MaxMessage, out var bareText)
            || !ScramText.TryTake(bare[(end + 1)..], "r="u8, out var nonce, out _)
            || !ScramText.IsNonce(nonce))
        {
            return false;
        }

        parsed = new ScramClientFirst(gs2, message[..^bare.Length].ToArray(), bareText, user, Encoding.ASCII.GetString(nonce));
        return true;
    }
}
