using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mail.Spam;

/// <summary>Links, in text and in HTML: host with its parents, words of the path, and what honest links seldom have.</summary>
internal static class UrlScanner
{
    private const int MaxUrl = 512;
    private const int MaxPathWords = 16;

    private static readonly FeatureKind Host = new("link to");
    private static readonly FeatureKind Path = new("link path");
    private static readonly FeatureKind Shape = new("link");

    private static readonly SearchValues<char> PathEnds = SearchValues.Create("/?&=.#;,:+~!*'()");

    // Four characters each, little-endian.
    private const ulong Http = 'h' | ((ulong)'t' << 16) | ((ulong)'t' << 32) | ((ulong)'p' << 48);
    private const ulong Www = 'w' | ((ulong)'w' << 16) | ((ulong)'w' << 32) | ((ulong)'.' << 48);

    private static readonly SearchValues<char> UrlEnds = SearchValues.Create(" \t\r\n\"<>");

    /// <summary>A quick look, for most words are none.</summary>
    /// <param name="lower">At least four characters, of ASCII.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayStart(ReadOnlySpan<char> lower) => MemoryMarshal.Cast<char, ulong>(lower)[0] is var four && (four == Http || four == Www);

    public static bool StartsAt(ReadOnlySpan<char> text, int i)
    {
        var c = text[i] | 0x20;
        return (c == 'h' && IsScheme(text[i..]))
            || (c == 'w' && text[i..].StartsWith("www.", StringComparison.OrdinalIgnoreCase));
    }

    /// <returns>Where the text goes on.</returns>
    public static int Scan(FeatureSet features, ReadOnlySpan<char> text, int i)
    {
        var rest = text[i..];
        var end = rest.IndexOfAny(UrlEnds);
        end = end < 0 ? rest.Length : end;
        Add(features, rest[..end]);
        return i + Math.Max(end, 1);
    }

    [SkipLocalsInit]
    public static void Add(FeatureSet features, ReadOnlySpan<char> url)
    {
        Span<char> lower = stackalloc char[MaxUrl];
        url = url[..Math.Min(url.Length, MaxUrl)];
        lower = lower[..url.Length];
        Characters.ToLower(url, lower);
        var scheme = lower.IndexOf("://");
        var rest = (ReadOnlySpan<char>)(scheme < 0 ? lower : lower[(scheme + 3)..]);
        if (scheme >= 0)
        {
            features.Add(Shape, lower[..scheme]);
        }

        var pathAt = rest.IndexOfAny('/', '?', '#');
        AddAuthority(features, pathAt < 0 ? rest : rest[..pathAt]);
        if (pathAt >= 0)
        {
            AddPath(features, rest[pathAt..]);
        }
    }

    private static bool IsScheme(ReadOnlySpan<char> text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static void AddAuthority(FeatureSet features, ReadOnlySpan<char> authority)
    {
        var user = authority.LastIndexOf('@');
        if (user >= 0)
        {
            features.Add(Shape, "has a user");
            authority = authority[(user + 1)..];
        }

        var port = authority.LastIndexOf(':');
        if (port >= 0)
        {
            features.Add(Shape, "has a port");
            authority = authority[..port];
        }

        var host = authority.Trim('.');
        if (HostFeatures.IsNumeric(host))
        {
            features.Add(Shape, "to a number");
        }

        HostFeatures.Add(features, Host, host);
    }

    private static void AddPath(FeatureSet features, ReadOnlySpan<char> path)
    {
        if (path.Contains('%'))
        {
            features.Add(Shape, "has escapes");
        }

        var words = 0;
        while (path.Length > 0 && words++ < MaxPathWords)
        {
            var start = path.IndexOfAnyExcept(PathEnds);
            if (start < 0)
            {
                return;
            }

            path = path[start..];
            var end = path.IndexOfAny(PathEnds);
            var word = end < 0 ? path : path[..end];
            if (word.Length <= 32)
            {
                features.Add(Path, word);
            }

            path = path[word.Length..];
        }
    }
}
