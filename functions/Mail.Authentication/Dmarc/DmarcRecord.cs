using System.Globalization;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>What a domain publishes at <c>_dmarc</c>: RFC 7489 §6.3. What cannot be read of it has its default.</summary>
internal sealed record DmarcRecord
{
    private const string Version = "DMARC1";

    /// <summary><c>p</c>.</summary>
    public required DmarcPolicy Policy { get; init; }

    /// <summary><c>sp</c>, for names below the one that has the record.</summary>
    public required DmarcPolicy SubdomainPolicy { get; init; }

    /// <summary><c>np</c>, for names below that do not exist (RFC 9091 §3.2).</summary>
    public required DmarcPolicy NonexistentPolicy { get; init; }

    public bool IsStrictDkim { get; init; }

    public bool IsStrictSpf { get; init; }

    /// <summary><c>pct</c>, 0 to 100.</summary>
    public int Percent { get; init; } = 100;

    /// <summary><c>fo</c>, as far as it has the letters of RFC 7489 §6.3.</summary>
    public string FailureOptions { get; init; } = "0";

    /// <summary><c>rua</c>: where reports go, as written; no addresses that are not <c>mailto:</c>.</summary>
    public IReadOnlyList<string> ReportUris { get; init; } = [];

    /// <summary>RFC 7489 §6.6.3 step 2: the tag v comes first and says exactly this.</summary>
    public static bool IsDmarc(string text) => TagOf(text) is ("v", Version);

    /// <summary><c>null</c> when it asks for nothing: RFC 7489 §6.6.3 step 6.</summary>
    /// <param name="text">One that <see cref="IsDmarc"/>.</param>
    public static DmarcRecord? Parse(string text)
    {
        if (TagList.Parse(text, isLenient: true) is not { } tags)
        {
            return null;
        }

        var reports = Uris(tags["rua"]);
        var isWhole = PolicyOf(tags["p"]) is not null && (tags["sp"] is null || PolicyOf(tags["sp"]) is not null);
        // Without a readable policy somebody still wants reports, or nothing.
        if (!isWhole && reports.Count == 0)
        {
            return null;
        }

        var policy = isWhole ? PolicyOf(tags["p"])!.Value : DmarcPolicy.None;
        var below = isWhole ? PolicyOf(tags["sp"]) ?? policy : DmarcPolicy.None;
        return new DmarcRecord
        {
            Policy = policy,
            SubdomainPolicy = below,
            NonexistentPolicy = PolicyOf(tags["np"]) ?? below,
            IsStrictDkim = Is(tags["adkim"], "s"),
            IsStrictSpf = Is(tags["aspf"], "s"),
            Percent = int.TryParse(tags["pct"], NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent : 100,
            FailureOptions = tags["fo"] is { Length: > 0 and <= 7 } options && options.All(c => "01ds:".Contains(c, StringComparison.Ordinal)) ? options : "0",
            ReportUris = reports,
        };
    }

    /// <summary>The tag <c>rua</c> alone: the record of somebody who takes others' reports has no policy (RFC 7489 §7.1).</summary>
    public static IReadOnlyList<string> ReadReportUris(string text) => TagList.Parse(text, isLenient: true) is { } tags ? Uris(tags["rua"]) : [];

    /// <param name="domain">Where it stands.</param>
    public DmarcPublication ToPublication(string domain) => new(domain)
    {
        Policy = Policy,
        SubdomainPolicy = SubdomainPolicy,
        IsStrictDkim = IsStrictDkim,
        IsStrictSpf = IsStrictSpf,
        Percent = Percent,
        FailureOptions = FailureOptions,
    };

    private static (string Name, string Value) TagOf(string text)
    {
        var end = text.IndexOf(';', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return first.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (first[..equals].Trim(), first[(equals + 1)..].Trim()) : ("", "");
    }

    private static DmarcPolicy? PolicyOf(string? text) => text?.ToLowerInvariant() switch
    {
        "none" => DmarcPolicy.None,
        "quarantine" => DmarcPolicy.Quarantine,
        "reject" => DmarcPolicy.Reject,
        _ => null,
    };

    private static bool Is(string? text, string value) => value.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static List<string> Uris(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries).Where(uri => uri.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && uri.Contains('@'))];
}
