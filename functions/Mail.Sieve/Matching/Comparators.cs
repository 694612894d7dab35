using System.Diagnostics.CodeAnalysis;

namespace Mail.Sieve.Matching;

/// <summary>The comparators by name, and which of them need no <c>require</c>.</summary>
internal static class Comparators
{
    public static readonly Comparator Octet = new OctetComparator();

    /// <summary>RFC 5228 §2.7.3: what is used when a test names no comparator.</summary>
    public static readonly Comparator AsciiCasemap = new AsciiCasemapComparator();

    public static readonly Comparator AsciiNumeric = new AsciiNumericComparator();

    public static readonly Comparator UnicodeCasemap = new UnicodeCasemapComparator();

    public static IReadOnlyList<Comparator> All { get; } = [Octet, AsciiCasemap, AsciiNumeric, UnicodeCasemap];

    /// <param name="name">As written in the script; RFC 4790 §3.1 names are compared exactly.</param>
    public static bool TryFind(string name, [NotNullWhen(true)] out Comparator? comparator)
    {
        comparator = All.FirstOrDefault(known => known.Name == name);
        return comparator is not null;
    }

    /// <summary>RFC 5228 §2.7.3: all but the two of the base language are asked for with <c>require "comparator-NAME"</c>.</summary>
    public static bool NeedsRequire(Comparator comparator) => comparator != Octet && comparator != AsciiCasemap;
}
