using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>Domains in a setting. Two lists with the same domains in the same order are equal.</summary>
public sealed record DomainList
{
    /// <summary>Whoever needs more wants a table.</summary>
    public const int MaxDomains = 100;

    private DomainList(IReadOnlyList<string> domains) => Domains = domains;

    public static DomainList Empty { get; } = new([]);

    /// <summary>A-labels in lower case.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <param name="text">Domains of at least two labels with commas or spaces between them, or <c>none</c>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out DomainList? list)
    {
        var words = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        list = words is [var only] && only.Equals("none", StringComparison.OrdinalIgnoreCase) ? Empty
            : words.Length is > 0 and <= MaxDomains && words.Select(Domain).ToList() is var domains && !domains.Contains(null) ? new DomainList(domains!)
            : null;
        return list is not null;
    }

    public bool Equals(DomainList? other) => other is not null && Domains.SequenceEqual(other.Domains);

    public override int GetHashCode() => string.Join(',', Domains).GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Domains.Count == 0 ? "none" : string.Join(", ", Domains);

    private static string? Domain(string word) =>
        MailAddressParser.TryParseDomain(word, out var domain, out _) && domain.Contains('.') && !domain.StartsWith('[') ? domain : null;
}
