using System.Text.RegularExpressions;

namespace Mail.Sieve.Svtest;

/// <summary>A setting that says where in the header something stands: <c>Field-Name [ ":" regex ]</c>, the first group of which is meant.</summary>
internal static class SvtestFieldSpec
{
    /// <returns><c>null</c> when the message does not have it.</returns>
    public static string? Read(string spec, ISieveMessage message)
    {
        var colon = spec.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? spec : spec[..colon]).Trim();
        if (message.Fields(name) is not [var field, ..])
        {
            return null;
        }

        if (colon < 0)
        {
            return field.Value;
        }

        // Test files are not hostile, and this engine takes time linear to the value all the same.
        var match = Regex.Match(field.Value, Posix(spec[(colon + 1)..].Trim()), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return match.Success ? match.Groups[1].Value : null;
    }

    private static string Posix(string pattern) => pattern
        .Replace("[[:digit:]]", "[0-9]", StringComparison.Ordinal)
        .Replace("[[:alnum:]]", "[0-9A-Za-z]", StringComparison.Ordinal)
        .Replace("[[:space:]]", "[ \\t]", StringComparison.Ordinal);
}
