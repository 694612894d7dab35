using System.Buffers;

namespace Mail.Sieve;

/// <summary>
/// A path of the envelope as it may be given to us (RFC 5321 §4.1.2): in angle brackets or not, with a source route or not. Some systems have
/// mailboxes with dots where none belong, and host names with hyphens at their ends; mail from there can be sorted like any other.
/// </summary>
internal static class EnvelopePath
{
    // RFC 5322 §3.2.3 atext and the dot.
    private static readonly SearchValues<char> LocalPartChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> LabelChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <returns>The address as it is written; empty for the null reverse-path; <c>null</c> if the path is none.</returns>
    public static string? Address(string path)
    {
        var text = path.Length > 1 && path[0] == '<' && path[^1] == '>' ? path[1..^1] : path;
        return text.Length == 0 ? ""
            : text[0] == '@' ? SkipRoute(text)
            : IsAddress(text) ? text
            : null;
    }

    // RFC 5321 Appendix C: source routes are ignored.
    private static string? SkipRoute(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isRoute = colon > 0 && Array.TrueForAll(text[..colon].Split(','), host => host.StartsWith('@') && IsDomain(host.AsSpan(1)));
        return isRoute && IsAddress(text[(colon + 1)..]) ? text[(colon + 1)..] : null;
    }

    private static bool IsAddress(string text)
    {
        var at = text.LastIndexOf('@');
        // RFC 5321 §4.5.1: Postmaster may stand alone, and local users do.
        return at < 0 ? IsLocalPart(text) : IsLocalPart(text.AsSpan(0, at)) && IsDomain(text.AsSpan(at + 1));
    }

    private static bool IsLocalPart(ReadOnlySpan<char> text) =>
        text.Length > 0 && (IsQuoted(text) || !HasOther(text, LocalPartChars));

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return false;
        }

        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '"' || char.IsControl(text[i]) || (text[i] == '\\' && ++i == text.Length - 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
        {
            return !text[1..^1].ContainsAny('[', ']', ' ');
        }

        foreach (var label in text.Split('.'))
        {
            if (text[label].IsEmpty || HasOther(text[label], LabelChars))
            {
                return false;
            }
        }

        return true;
    }

    // RFC 6531 §3.3: beyond ASCII anything goes.
    private static bool HasOther(ReadOnlySpan<char> text, SearchValues<char> allowed)
    {
        foreach (var c in text)
        {
            if (c < '\x80' ? !allowed.Contains(c) : char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}
