using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Smtp;

/// <summary>The client's message of OAUTHBEARER (RFC 7628 §3.1) and of XOAUTH2 (developers.google.com/gmail/imap/xoauth2-protocol).</summary>
/// <param name="User"><c>null</c> when the client leaves it to the token.</param>
/// <param name="Token">RFC 6750 §2.1 b64token.</param>
internal sealed record BearerMessage(string? User, string Token)
{
    // RFC 4954 §4 lets a line have 12288 octets of base64.
    private const int MaxMessage = 12288 / 4 * 3;

    private const byte Separator = 0x01;

    /// <summary><c>n,[a=user],^A key=value ^A … ^A^A</c>.</summary>
    public static bool TryParseOAuthBearer(ReadOnlySpan<byte> message, [NotNullWhen(true)] out BearerMessage? parsed)
    {
        parsed = null;
        var end = message.IndexOf(Separator);
        // RFC 7628 §3.1: no channel binding ("p") with this mechanism.
        if (end < 0
            || message.Length > MaxMessage
            || !Gs2Header.TryParse(message[..end], out var header, out var rest)
            || !rest.IsEmpty
            || header.Binding is not ("n" or "y"))
        {
            return false;
        }

        return TryReadPairs(message[end..], out _, out var token) && TryCreate(header.Authorization, token, out parsed);
    }

    /// <summary><c>user=… ^A auth=Bearer … ^A^A</c>.</summary>
    public static bool TryParseXOAuth2(ReadOnlySpan<byte> message, [NotNullWhen(true)] out BearerMessage? parsed)
    {
        parsed = null;
        if (message.Length > MaxMessage || !message.StartsWith("user="u8))
        {
            return false;
        }

        byte[] pairs = [Separator, .. message];
        return TryReadPairs(pairs, out var user, out var token) && user is not null && TryCreate(user, token, out parsed);
    }

    private static bool TryCreate(string? user, string? token, [NotNullWhen(true)] out BearerMessage? parsed)
    {
        parsed = token is null ? null : new BearerMessage(user, token);
        return parsed is not null;
    }

    // kvsep *(key "=" value kvsep) kvsep; keys other than ours (host, port) say nothing that we need.
    private static bool TryReadPairs(ReadOnlySpan<byte> text, out string? user, out string? token)
    {
        user = token = null;
        if (text.Length < 3 || text[^1] != Separator || text[^2] != Separator)
        {
            return false;
        }

        foreach (var range in text[1..^2].Split(Separator))
        {
            var pair = text[1..^2][range];
            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0)
            {
                return false;
            }

            var key = pair[..equals];
            var value = pair[(equals + 1)..];
            if ((key.SequenceEqual("auth"u8) && (token is not null || !TryReadToken(value, out token)))
                || (key.SequenceEqual("user"u8) && (user is not null || !SaslText.TryRead(value, SaslText.MaxUser, out user))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadToken(ReadOnlySpan<byte> value, [NotNullWhen(true)] out string? token)
    {
        token = null;
        const int Scheme = 7;
        // RFC 7235 §2.1: the scheme in any case.
        if (value.Length <= Scheme || !Ascii.EqualsIgnoreCase(value[..Scheme], "Bearer "u8))
        {
            return false;
        }

        var octets = value[Scheme..].TrimStart((byte)' ');
        foreach (var octet in octets)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && !"-._~+/="u8.Contains(octet))
            {
                return false;
            }
        }

        token = Encoding.ASCII.GetString(octets);
        return token.Length > 0;
    }
}
