using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Reads the file of a policy (RFC 8461 §3.2): lines of <c>key: value</c>.</summary>
internal static class StsPolicyParser
{
    /// <summary>Octets. RFC 8461 §3.3 leaves the limit to us; real ones have some hundred.</summary>
    public const int MaxSize = 64 * 1024;

    // The largest providers have ten patterns. More would not fit what is kept of a policy.
    private const int MaxPatterns = 200;

    // RFC 8461 §3.2: max_age is at most 31557600, a year.
    private const long MaxMaxAge = 31_557_600;

    /// <param name="error">What is wrong; <c>null</c> on success.</param>
    public static bool TryParse(ReadOnlySpan<byte> file, [NotNullWhen(true)] out StsPolicy? policy, [NotNullWhen(false)] out string? error)
    {
        policy = null;
        error = file.Length > MaxSize ? "the policy is too large" : file.Contains((byte)0) ? "the policy has a NUL" : null;
        return error is null && TryRead(Fields(Encoding.UTF8.GetString(file)), out policy, out error);
    }

    private static List<(string Key, string Value)> Fields(string text)
    {
        var fields = new List<(string, string)>();
        foreach (var line in text.Split('\n'))
        {
            // RFC 8461 §3.2: LF or CRLF. What is no field is unknown, and unknown fields are ignored.
            if (line.Split(':', 2) is [var key, var value])
            {
                fields.Add((key.Trim(' ', '\t'), value.Trim(' ', '\t', '\r')));
            }
        }

        return fields;
    }

    private static bool TryRead(List<(string Key, string Value)> fields, out StsPolicy? policy, out string? error)
    {
        policy = null;
        // RFC 8461 §3.2: of a field that may be there once the first counts.
        string? First(string key) => fields.Find(field => field.Key == key).Value;
        var patterns = new List<string>();
        MtaStsMode? mode = First("mode") switch { "enforce" => MtaStsMode.Enforce, "testing" => MtaStsMode.Testing, "none" => MtaStsMode.None, _ => null };
        var age = AgeOf(First("max_age"));
        error = First("version") != "STSv1" ? "the policy's version is not STSv1"
            : mode is null ? "the policy has no known mode"
            : age is null ? "the policy has no max_age"
            : ReadPatterns(fields, patterns) ?? (patterns.Count == 0 && mode != MtaStsMode.None ? "the policy names no server" : null);
        policy = error is null ? new StsPolicy(mode!.Value, age!.Value, patterns) : null;
        return error is null;
    }

    // RFC 8461 §3.2: 1 to 10 digits.
    private static TimeSpan? AgeOf(string? text) =>
        text is { Length: <= 10 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxMaxAge))
            : null;

    /// <returns>What is wrong, or <c>null</c>. A pattern that is dropped could be the one that the mail needs, so a spoiled one spoils the policy.</returns>
    private static string? ReadPatterns(List<(string Key, string Value)> fields, List<string> patterns)
    {
        foreach (var (_, value) in fields.Where(field => field.Key == "mx"))
        {
            var isWild = value.StartsWith("*.", StringComparison.Ordinal);
            var name = isWild ? value[2..] : value;
            if (patterns.Count == MaxPatterns)
            {
                return "the policy names too many servers";
            }

            if (!MailAddressParser.TryParseDomain(name.EndsWith('.') ? name[..^1] : name, out var host, out _) || host.StartsWith('['))
            {
                return "the policy names a server that is no host name";
            }

            patterns.Add(isWild ? "*." + host : host);
        }

        return null;
    }
}
