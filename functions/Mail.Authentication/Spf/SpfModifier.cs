using System.Text.RegularExpressions;

namespace Mail.Authentication;

/// <param name="Name">In lower case.</param>
internal sealed partial record SpfModifier(string Name, string Value)
{
    /// <summary>What <c>redirect</c> and <c>exp</c> need (RFC 7208 §6.1, §6.2); <c>null</c> when the value is none.</summary>
    public SpfMacroString? DomainSpec => SpfMacroString.ParseDomain(Value);

    /// <summary>What every other modifier needs, though nobody reads it (RFC 7208 §6).</summary>
    public bool IsMacroString => SpfMacroString.Parse(Value, SpfMacroString.AnyLetters, mayHaveSpaces: false) is not null;

    /// <summary><c>null</c> when the term is no modifier.</summary>
    public static SpfModifier? Parse(string term) =>
        Form().Match(term) is { Success: true } match ? new SpfModifier(match.Groups[1].Value.ToLowerInvariant(), match.Groups[2].Value) : null;

    // RFC 7208 §12: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ), then "=" at once.
    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9_.-]*)=(.*)\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
