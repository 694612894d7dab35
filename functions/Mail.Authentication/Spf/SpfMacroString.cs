using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mail.Authentication;

/// <summary>Text with macros in it: RFC 7208 §7.</summary>
internal sealed partial class SpfMacroString
{
    /// <summary>RFC 7208 §7.2.</summary>
    public const string DomainLetters = "slodiphv";

    /// <summary>Those and the three that only an explanation may have: the client's address, the receiver, the time.</summary>
    public const string AnyLetters = DomainLetters + "crt";

    private SpfMacroString(IReadOnlyList<SpfMacro> parts) => Parts = parts;

    public IReadOnlyList<SpfMacro> Parts { get; }

    /// <summary>Holds <c>%{p}</c>, whose value has to be looked up.</summary>
    public bool NeedsName => Parts.Any(part => part.Letter == 'p');

    /// <summary>A domain-spec: RFC 7208 §7.1. <c>null</c> when it is none.</summary>
    public static SpfMacroString? ParseDomain(string text) =>
        Parse(text, DomainLetters, mayHaveSpaces: false) is { Parts: [.., var last] } parsed && (last.Letter != '\0' || TopLabel().IsMatch(last.Literal!))
            ? parsed
            : null;

    /// <summary><c>null</c> when a macro cannot be read or a character may not be there.</summary>
    public static SpfMacroString? Parse(string text, string letters, bool mayHaveSpaces)
    {
        var parts = new List<SpfMacro>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var match = Macro().Match(text, at);
            if (match.Success)
            {
                if (Read(match, letters) is not { } macro)
                {
                    return null;
                }

                Flush(parts, literal);
                parts.Add(macro);
                at += match.Length;
            }
            else if (text[at] is '%' or < ' ' or > '~' || (text[at] == ' ' && !mayHaveSpaces))
            {
                return null;
            }
            else
            {
                literal.Append(text[at++]);
            }
        }

        Flush(parts, literal);
        return new SpfMacroString(parts);
    }

    private static void Flush(List<SpfMacro> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new SpfMacro(literal.ToString()));
            literal.Clear();
        }
    }

    private static SpfMacro? Read(Match match, string letters)
    {
        if (match.Groups["letter"] is not { Success: true, ValueSpan: var letter })
        {
            return new SpfMacro(match.ValueSpan[1] switch { '%' => "%", '_' => " ", _ => "%20" }, Letter: '%');
        }

        var keep = match.Groups["keep"].ValueSpan;
        var count = keep.IsEmpty ? 0 : int.Parse(keep, CultureInfo.InvariantCulture);
        // RFC 7208 §7.1: "DIGIT" may not be zero when it is given.
        return letters.Contains(char.ToLowerInvariant(letter[0])) && (keep.IsEmpty || count > 0)
            ? new SpfMacro(
                null,
                char.ToLowerInvariant(letter[0]),
                char.IsAsciiLetterUpper(letter[0]),
                count,
                match.Groups["reverse"].Length > 0,
                match.Groups["delimiters"] is { Length: > 0, Value: var delimiters } ? delimiters : ".")
            : null;
    }

    // At most three digits: a value has at most 254 octets, thus as many parts.
    [GeneratedRegex(@"\G%(?:[%_-]|\{(?<letter>[A-Za-z])(?<keep>[0-9]{0,3})(?<reverse>[rR]?)(?<delimiters>[-.+,/_=]*)\})", RegexOptions.CultureInvariant)]
    private static partial Regex Macro();

    // RFC 7208 §7.1 domain-end: text at the end of a domain ends with a dot and a top label: letters and digits with at least one letter, or with hyphens inside.
    [GeneratedRegex(@"\.(?=[A-Za-z0-9-]*[A-Za-z-])[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?\z", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex TopLabel();
}
