using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>The text of the setting <c>dnsbl-sites</c>: <c>zen.example*2, list.example=127.0.0.[2..4], wl.example*-3</c>.</summary>
public sealed class DnsListSites : IEquatable<DnsListSites>
{
    // Each is a question for every new client.
    private const int MaxSites = 30;

    private const int MaxWeight = 1000;

    private readonly DnsListSite[] _sites;

    private DnsListSites(DnsListSite[] sites) => _sites = sites;

    public static DnsListSites None { get; } = new([]);

    public IReadOnlyList<DnsListSite> All => _sites;

    /// <summary>Items <c>zone[=filter][*weight]</c> separated by commas or spaces; no weight is 1. The word <c>none</c> for no list at all.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DnsListSites? sites)
    {
        if (text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            sites = None;
            return true;
        }

        var read = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Item).ToArray();
        sites = read.Contains(null) || read.Length is 0 or > MaxSites ? null : new DnsListSites([.. read.OfType<DnsListSite>()]);
        return sites is not null;
    }

    public bool Equals(DnsListSites? other) => other is not null && _sites.AsSpan().SequenceEqual(other._sites);

    public override bool Equals(object? obj) => Equals(obj as DnsListSites);

    public override int GetHashCode() => _sites.Length == 0 ? 0 : _sites[0].GetHashCode();

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => _sites.Length == 0 ? "none" : string.Join(", ", _sites.Select(Text));

    private static string Text(DnsListSite site) =>
        $"{site.Zone}{(site.Filter is null ? "" : $"={site.Filter}")}{(site.Weight == 1 ? "" : $"*{SettingText.Number(site.Weight)}")}";

    private static DnsListSite? Item(string text)
    {
        var weighted = text.Split('*');
        var filtered = weighted[0].Split('=');
        var weight = 1;
        AddressFilter? filter = null;
        var good = weighted.Length <= 2
            && filtered.Length <= 2
            && (weighted.Length == 1 || SettingText.TryNumber(weighted[1], -MaxWeight, MaxWeight, out weight))
            && (filtered.Length == 1 || AddressFilter.TryParse(filtered[1], out filter))
            // No list is a top-level domain: a word without a dot is a mistake.
            && filtered[0].Contains('.')
            && !filtered[0].StartsWith('[')
            && MailAddressParser.TryParseDomain(filtered[0], out _, out _);
        return good ? new DnsListSite(filtered[0].ToLowerInvariant(), filter, weight) : null;
    }
}
