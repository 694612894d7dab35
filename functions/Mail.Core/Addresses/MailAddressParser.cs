using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mail.Core;

/// <summary>
/// Reads and writes the <c>Mailbox</c> of RFC 5321 §4.1.2, as RFC 6531 §3.3 extends it. Source routes and the null path belong to the
/// SMTP command parser, comments and display names to the message parser; neither is an address.
/// </summary>
public static class MailAddressParser
{
    /// <summary>RFC 5321 §4.5.3.1.1, octets.</summary>
    public const int MaxLocalPart = 64;

    /// <summary>RFC 5321 §4.5.3.1.2, octets.</summary>
    public const int MaxDomain = 255;

    /// <summary>RFC 5321 §4.5.3.1.3 gives a path 256 octets; two are its angle brackets.</summary>
    public const int MaxAddress = 254;

    // RFC 5322 §3.2.3 atext. Anything beyond ASCII is added by RFC 6531 §3.3.
    private static readonly SearchValues<char> Atext =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    /// <summary>Reads one address and nothing else: no spaces around it, no angle brackets.</summary>
    /// <param name="error">In words, what was expected; <c>null</c> on success.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out MailAddress? address,
        [NotNullWhen(false)] out string? error)
    {
        address = null;
        // No address within the limits needs more characters, even if each were quoted.
        if (text.Length > 2 * MaxAddress)
        {
            error = "an address has at most 254 octets";
            return false;
        }

        error = TryReadLocalPart(text, out var localPart, out var consumed);
        if (error is not null)
        {
            return false;
        }

        if (consumed >= text.Length || text[consumed] != '@')
        {
            error = "expected '@' after the local-part";
            return false;
        }

        if (!TryParseDomain(text[(consumed + 1)..], out var domain, out error))
        {
            return false;
        }

        var candidate = new MailAddress(localPart, domain);
        if (Encoding.UTF8.GetByteCount(candidate.ToString()) > MaxAddress)
        {
            error = "an address has at most 254 octets";
            return false;
        }

        address = candidate;
        return true;
    }

    /// <summary>Reads a domain or an address literal into the form of <see cref="MailAddress.Domain"/>.</summary>
    public static bool TryParseDomain(
        string text,
        [NotNullWhen(true)] out string? domain,
        [NotNullWhen(false)] out string? error)
    {
        domain = null;
        if (text.Length > MaxDomain)
        {
            error = "a domain has at most 255 octets";
            return false;
        }

        if (text.StartsWith('['))
        {
            return TryParseLiteral(text, out domain, out error);
        }

        error = null;
        var ascii = text;
        if (!Ascii.IsValid(text))
        {
            try
            {
                // RFC 5890 §2.3.2.1. The mapping to lower case and NFKC is that of RFC 5895, which UTS #46 agrees with for real names.
                ascii = Idn.GetAscii(Normalization.ToNfkc(text.ToLowerInvariant()));
            }
            catch (ArgumentException)
            {
                error = "the domain has a label that is no internationalized name";
                return false;
            }
        }

        ascii = ascii.ToLowerInvariant();
        if (!IsHostName(ascii))
        {
            error = "the domain is not letters, digits and hyphens in labels of 1 to 63, separated by dots";
            return false;
        }

        domain = ascii;
        return true;
    }

    /// <summary>The local-part as it has to be written: as it is if it is a Dot-string, else as a Quoted-string.</summary>
    internal static string Quote(string localPart)
    {
        if (IsDotString(localPart))
        {
            return localPart;
        }

        var quoted = new StringBuilder(localPart.Length + 8).Append('"');
        foreach (var c in localPart)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static string? TryReadLocalPart(string text, out string localPart, out int consumed)
    {
        localPart = "";
        consumed = 0;
        string? error;
        if (text.StartsWith('"'))
        {
            error = TryReadQuoted(text, out localPart, out consumed);
        }
        else
        {
            consumed = text.IndexOf('@', StringComparison.Ordinal);
            if (consumed < 0)
            {
                return "expected local-part '@' domain";
            }

            localPart = text[..consumed];
            error = IsDotString(localPart) ? null : "the local-part has a character or a dot that must be quoted";
        }

        if (error is null && Encoding.UTF8.GetByteCount(localPart) > MaxLocalPart)
        {
            error = "a local-part has at most 64 octets";
        }

        return error;
    }

    // RFC 5321 §4.1.2 Quoted-string.
    private static string? TryReadQuoted(string text, out string localPart, out int consumed)
    {
        var content = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                localPart = content.ToString();
                consumed = i + 1;
                return localPart.Length == 0 ? "the local-part is empty" : null;
            }

            if (c == '\\' && ++i < text.Length)
            {
                c = text[i];
            }

            if (!IsQuotable(c))
            {
                break;
            }

            content.Append(c);
        }

        localPart = "";
        consumed = 0;
        return "the quoted local-part has a control character or no end";
    }

    // Beside the controls, the separators that some software takes for line ends: an address ends up in header fields.
    private static bool IsQuotable(char c) => c is >= ' ' and not ((>= '\x7f' and <= '\x9f') or '\u2028' or '\u2029');

    private static bool IsDotString(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.' || text.IndexOf("..", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        foreach (var c in text)
        {
            var allowed = c == '.' || Atext.Contains(c) || (c > '\x9f' && !char.IsWhiteSpace(c));
            if (!allowed)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHostName(string text)
    {
        // 253 because of the DNS wire format: RFC 1035 §2.3.4 counts a length octet per label and the root.
        if (text.Length is 0 or > 253)
        {
            return false;
        }

        foreach (var range in text.AsSpan().Split('.'))
        {
            var label = text.AsSpan()[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var c in label)
            {
                // RFC 5321 has no underscore; real senders do (RFC 2181 §11 allows it in DNS), so like Postfix we let it pass.
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // RFC 5321 §4.1.3. General-address-literal has no registered tag but IPv6.
    private static bool TryParseLiteral(
        string text,
        [NotNullWhen(true)] out string? domain,
        [NotNullWhen(false)] out string? error)
    {
        const string V6Tag = "IPv6:";
        domain = null;
        var inside = text.EndsWith(']') ? text[1..^1] : "";
        if (inside.StartsWith(V6Tag, StringComparison.OrdinalIgnoreCase))
        {
            var v6 = inside[V6Tag.Length..];
            if (!v6.Contains('%', StringComparison.Ordinal)
                && !v6.Contains('[', StringComparison.Ordinal)
                && IPAddress.TryParse(v6, out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                domain = $"[{V6Tag}{address}]";
            }
        }
        else if (IPAddress.TryParse(inside, out var address)
            && address.AddressFamily == AddressFamily.InterNetwork
            && address.ToString() == inside)
        {
            // The comparison refuses the octal, hexadecimal and short forms that IPAddress also reads.
            domain = text;
        }

        error = domain is null ? "expected an address literal as [192.0.2.1] or [IPv6:2001:db8::1]" : null;
        return domain is not null;
    }
}
