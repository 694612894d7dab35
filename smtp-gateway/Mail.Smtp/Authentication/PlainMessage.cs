using System.Diagnostics.CodeAnalysis;

namespace Mail.Smtp;

/// <summary>The one message of PLAIN (RFC 4616 §2): <c>[authzid] NUL authcid NUL passwd</c>.</summary>
/// <param name="Authorization">Whom the client wants to act as; empty for itself.</param>
internal sealed record PlainMessage(string Authorization, string User, string Password)
{
    public static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out PlainMessage? parsed)
    {
        parsed = null;
        var first = message.IndexOf((byte)0);
        if (first < 0)
        {
            return false;
        }

        var rest = message[(first + 1)..];
        var second = rest.IndexOf((byte)0);
        var authorization = "";
        if (second < 0
            || (first > 0 && !SaslText.TryRead(message[..first], SaslText.MaxUser, out authorization))
            || !SaslText.TryRead(rest[..second], SaslText.MaxUser, out var user)
            || !SaslText.TryRead(rest[(second + 1)..], SaslText.MaxPassword, out var password))
        {
            return false;
        }

        parsed = new PlainMessage(authorization!, user, password);
        return true;
    }
}
