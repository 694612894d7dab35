using Mail.Core;

namespace Mail.Authentication;

/// <summary>Asks the DNS where a domain wants its reports, and whether those that it names want them: RFC 7489 §7.1.</summary>
public sealed class ReportTargets(IDnsResolver dns)
{
    /// <summary>A domain names one or two; each costs us a message a day. §7.1 asks for two at least.</summary>
    public const int Max = 4;

    /// <param name="domain">The one with the record: A-labels, lower case.</param>
    /// <returns>Empty when nobody wants reports.</returns>
    public async ValueTask<ReportTargetList> FindAsync(string domain, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync($"_dmarc.{domain}", DnsType.Txt, cancellationToken);
        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            return new ReportTargetList([]) { IsComplete = false };
        }

        var targets = new List<ReportTarget>();
        var isComplete = true;
        foreach (var target in Read(answer.Records))
        {
            var consent = await AskAsync(domain, target, cancellationToken);
            targets.AddRange(consent.Targets);
            isComplete &= consent.IsComplete;
        }

        return new ReportTargetList([.. targets.DistinctBy(target => target.Address)]) { IsComplete = isComplete };
    }

    /// <summary>Others have to say that they take the reports: anybody could have them sent to a victim.</summary>
    private async ValueTask<ReportTargetList> AskAsync(string domain, ReportTarget target, CancellationToken cancellationToken)
    {
        var host = target.Address.Domain;
        // An address literal belongs to nobody who could consent.
        if (host.StartsWith('['))
        {
            return new ReportTargetList([]);
        }

        if (PublicSuffixList.Default.OrganizationalDomain(host) == PublicSuffixList.Default.OrganizationalDomain(domain))
        {
            return new ReportTargetList([target]);
        }

        var answer = await dns.QueryAsync($"{domain}._report._dmarc.{host}", DnsType.Txt, cancellationToken);
        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            return new ReportTargetList([]) { IsComplete = false };
        }

        if (!answer.Records.OfType<DnsRecord.Text>().Any(text => DmarcRecord.IsDmarc(text.Value)))
        {
            return new ReportTargetList([]);
        }

        // §7.1 step 8: they may name another address of their own, and no other's.
        var instead = Read(answer.Records).Where(other => other.Address.Domain == host).ToList();
        return new ReportTargetList(instead.Count > 0 ? instead : [target]);
    }

    private static IEnumerable<ReportTarget> Read(IEnumerable<DnsRecord> records)
    {
        var texts = records.OfType<DnsRecord.Text>().Select(text => text.Value).Where(DmarcRecord.IsDmarc).Take(2).ToList();
        // §6.6.3 step 5: several records are none.
        return texts is [var text] ? DmarcRecord.ReadReportUris(text).Select(ReportTarget.Read).OfType<ReportTarget>().Take(Max) : [];
    }
}
