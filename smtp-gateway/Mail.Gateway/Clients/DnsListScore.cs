using System.Globalization;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>What the DNS lists say of a client.</summary>
/// <param name="Score">The weights of all lists that it is on.</param>
/// <param name="Listings">Those lists, the heaviest first.</param>
/// <param name="IsComplete">Every list answered.</param>
internal sealed record DnsListScore(int Score, IReadOnlyList<DnsListSite> Listings, bool IsComplete)
{
    /// <summary>No list was asked.</summary>
    public static DnsListScore None { get; } = new(0, [], true);

    public static DnsListScore Unavailable { get; } = new(0, [], false);

    /// <summary>Lists that did not answer are not held against the client, and not for it.</summary>
    public CheckOutcome Outcome(int threshold) =>
        Score >= threshold ? CheckOutcome.Fail : IsComplete ? CheckOutcome.Pass : CheckOutcome.Unavailable;

    public ClientCheck ToCheck(int threshold) => new(
        ClientCheckNames.Lists,
        Outcome(threshold),
        string.Join(',', Listings.Select(site => site.Zone).Distinct().Prepend(Score.ToString(CultureInfo.InvariantCulture))));
}
