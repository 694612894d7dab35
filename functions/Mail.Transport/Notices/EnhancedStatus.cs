using System.Text.RegularExpressions;

namespace Mail.Transport;

/// <summary>Enhanced status codes, RFC 3463 §2: <c>class.subject.detail</c>.</summary>
internal static partial class EnhancedStatus
{
    public static bool IsWellFormed(string status) => Whole().IsMatch(status);

    /// <summary>The first one in a text; <c>null</c> when there is none. An address such as 5.1.1.2 is none.</summary>
    public static string? FirstIn(string text) => Within().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9]|\.[0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Within();
}
