using System.Globalization;
using System.Text;

namespace Mail.Sieve;

/// <summary>What <c>set</c> can do to a value before it stores it (RFC 5229 §4.1).</summary>
internal static class VariableModifiers
{
    /// <summary>In the order in which they are applied. Those of one precedence are one group, of which only one may be given.</summary>
    private static readonly (TagDefinition Tag, Func<string, int, string> Apply)[] All =
    [
        (new TagDefinition("lower", Group: "case modifier"), (text, _) => Case(text, char.ToLowerInvariant, text.Length)),
        (new TagDefinition("upper", Group: "case modifier"), (text, _) => Case(text, char.ToUpperInvariant, text.Length)),
        (new TagDefinition("lowerfirst", Group: "modifier of the first letter"), (text, _) => Case(text, char.ToLowerInvariant, 1)),
        (new TagDefinition("upperfirst", Group: "modifier of the first letter"), (text, _) => Case(text, char.ToUpperInvariant, 1)),
        (new TagDefinition("quotewildcard", Group: "quoting modifier"), (text, max) => Quote(text, @"*?\", max)),
        // draft-ietf-sieve-regex-01 §4
        (new TagDefinition("quoteregex", Capability: Capability.Regex, Group: "quoting modifier"), (text, max) => Quote(text, @"*?+^$\.|()[]{}", max)),
        // RFC 5435 §6
        (new TagDefinition("encodeurl", Capability: Capability.Enotify), EncodeUrl),
        (new TagDefinition("length"), (text, _) => Length(text)),
    ];

    public static IReadOnlyList<TagDefinition> Tags { get; } = [.. All.Select(m => m.Tag)];

    public static Func<string, int, string>[] From(BoundArguments arguments) =>
        [.. All.Where(m => arguments.Has(m.Tag.Name)).Select(m => m.Apply)];

    // RFC 5229 §4.1.3: only the letters of ASCII.
    private static string Case(string text, Func<char, char> change, int length) =>
        string.Create(text.Length, (text, change, length), static (result, state) =>
        {
            state.text.CopyTo(result);
            for (var i = 0; i < Math.Min(state.length, result.Length); i++)
            {
                result[i] = char.IsAscii(result[i]) ? state.change(result[i]) : result[i];
            }
        });

    // What is too long is cut, but not within a quoted character (RFC 5229 §6).
    private static string Quote(string text, string special, int max)
    {
        if (text.AsSpan().IndexOfAny(special) < 0)
        {
            return text;
        }

        var quoted = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            var isSpecial = special.Contains(c, StringComparison.Ordinal);
            if (quoted.Length + (isSpecial ? 2 : 1) > max)
            {
                break;
            }

            quoted.Append(isSpecial ? "\\" : "").Append(c);
        }

        return quoted.ToString();
    }

    // RFC 3986 §2.3: all octets but the unreserved ones. What is too long is cut, but not within a character.
    private static string EncodeUrl(string text, int max)
    {
        var encoded = new StringBuilder(text.Length + 16);
        var i = 0;
        while (i < text.Length)
        {
            var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            var before = encoded.Length;
            EncodeUrl(SieveText.Encode(text.Substring(i, length)), encoded);
            if (encoded.Length > max)
            {
                encoded.Length = before;
                break;
            }

            i += length;
        }

        return encoded.ToString();
    }

    private static void EncodeUrl(byte[] octets, StringBuilder encoded)
    {
        foreach (var octet in octets)
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }
    }

    // RFC 5229 §4.1.1: characters, not octets.
    private static string Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count.ToString(CultureInfo.InvariantCulture);
    }
}
