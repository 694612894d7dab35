using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>
/// What a rule matches, in canonical form: <c>192.0.2.0/24</c>, <c>.example.com</c>, <c>@example.com</c>, <c>&lt;&gt;</c>; and, for mail of one
/// recipient only, <c>news@shop.example for alice@example.test</c>. See <see cref="AccessPatternParser"/>.
/// </summary>
public sealed record AccessPattern
{
    internal const string For = " for ";

    internal AccessPattern(AccessKind kind, string text, string? recipient)
    {
        Kind = kind;
        Text = text;
        Recipient = recipient;
    }

    public AccessKind Kind { get; }

    /// <summary>Without the part behind <c>for</c>.</summary>
    public string Text { get; }

    /// <summary>A pattern of kind <see cref="AccessKind.Recipient"/>; <c>null</c> when the rule is for everybody's mail.</summary>
    public string? Recipient { get; }

    /// <param name="text">As people write it.</param>
    /// <param name="error">In words, what was expected; <c>null</c> on success.</param>
    public static bool TryParse(
        AccessKind kind, string text, [NotNullWhen(true)] out AccessPattern? pattern, [NotNullWhen(false)] out string? error)
    {
        var (what, forWhom) = kind == AccessKind.Recipient ? (text, null) : Split(text);
        string? recipient = null;
        pattern = AccessPatternParser.TryParse(kind, what.Trim(), out var canonical, out error)
            && (forWhom is null || AccessPatternParser.TryParse(AccessKind.Recipient, forWhom.Trim(), out recipient, out error))
                ? new AccessPattern(kind, canonical, recipient)
                : null;
        return pattern is not null;
    }

    /// <exception cref="FormatException">Not a pattern; the message says what was expected.</exception>
    public static AccessPattern Parse(AccessKind kind, string text) =>
        TryParse(kind, text, out var pattern, out var error) ? pattern : throw new FormatException($"'{text}': {error}.");

    public override string ToString() => Recipient is null ? Text : Text + For + Recipient;

    // From the right: a quoted local-part of the sender may have the word in it, the recipient's end in a domain does not.
    private static (string What, string? ForWhom) Split(string text)
    {
        var at = text.LastIndexOf(For, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? (text, null) : (text[..at], text[(at + For.Length)..]);
    }
}
