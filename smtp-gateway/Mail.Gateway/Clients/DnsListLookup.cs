using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>Asks all DNS lists about a client at once (RFC 5782) and adds up what they say, as Postfix's postscreen.</summary>
internal sealed class DnsListLookup(IDnsResolver dns)
{
    public async Task<DnsListScore> ScoreAsync(IPAddress address, DnsListSites sites, CancellationToken cancellationToken)
    {
        if (sites.All.Count == 0)
        {
            return DnsListScore.None;
        }

        var reverse = DnsQuestion.ReverseLabels(address);
        // A zone that stands there twice, with two filters, is asked once.
        var zones = sites.All.Select(site => site.Zone).Distinct().ToList();
        var answers = await Task.WhenAll(
            zones.Select(zone => dns.QueryAsync($"{reverse}.{zone}", DnsType.A, cancellationToken).AsTask()));
        var byZone = zones.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
        var listings = sites.All.Where(site => Addresses(byZone[site.Zone]).Any(site.Counts)).OrderByDescending(site => site.Weight).ToList();
        return new DnsListScore(listings.Sum(site => site.Weight), listings, answers.All(Answered));
    }

    private static bool Answered(DnsAnswer answer) =>
        answer.Outcome != DnsOutcome.TemporaryFailure && !Addresses(answer).Any(DnsListSite.IsRefusal);

    private static IEnumerable<IPAddress> Addresses(DnsAnswer answer) => answer.Records.OfType<DnsRecord.Address>().Select(record => record.Value);
}
