using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Sieve;

/// <summary>
/// A <c>mailto:</c> URI (RFC 6068) as a method of notifying (RFC 5436 §2.1). Nothing in it can add to a header what is not in
/// <see cref="Fields"/>: line ends and other controls are refused.
/// </summary>
public sealed partial record MailtoUri
{
    public const string Scheme = "mailto";

    /// <summary>Those of the path and of <c>to</c>, in this order, each once. Never empty.</summary>
    public required IReadOnlyList<MailAddress> To { get; init; }

    public required IReadOnlyList<MailAddress> Cc { get; init; }

    /// <summary>One line; <c>null</c> if the URI has none.</summary>
    public string? Subject { get; init; }

    /// <summary>Lines end in CRLF; <c>null</c> if the URI has none.</summary>
    public string? Body { get; init; }

    /// <summary>Other header fields with their values, each one line. Those that RFC 5436 §2.7 calls unsafe are left out.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }

    /// <param name="error">In words, what was expected.</param>
    public static bool TryParse(string uri, [NotNullWhen(true)] out MailtoUri? mailto, [NotNullWhen(false)] out string? error)
    {
        var parser = new Parser();
        error = parser.Parse(uri);
        mailto = error is null ? parser.ToUri() : null;
        return error is null;
    }
}
