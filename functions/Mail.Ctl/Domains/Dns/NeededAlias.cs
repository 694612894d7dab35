using Mail.Core;

namespace Mail.Ctl;

/// <summary>A name that leads to the host of the functions: by a CNAME, or by addresses that are the same.</summary>
internal sealed class NeededAlias(string name, string target, string note) : NeededRecord(name, DnsType.Cname, ZoneText.Host(target), note)
{
    public override async Task<RecordFinding> VerifyAsync(IDnsResolver dns, CancellationToken cancellationToken)
    {
        var alias = await base.VerifyAsync(dns, cancellationToken);
        if (alias.State != RecordState.Missing)
        {
            return alias;
        }

        var (here, problem) = await AddressesAsync(Name, dns, cancellationToken);
        if (here.Count == 0)
        {
            return problem is null ? alias : RecordFinding.Unknown(problem);
        }

        var (there, _) = await AddressesAsync(target, dns, cancellationToken);
        return here.Any(there.Contains) ? RecordFinding.Right(here) : RecordFinding.Differs(here, $"these are not the addresses of {target}");
    }

    protected override ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken) =>
        ValueTask.FromResult(found.Contains(new DnsRecord.Name(target)) ? RecordFinding.Right(found) : RecordFinding.Differs(found));

    private static async Task<(List<DnsRecord> Addresses, DnsAnswer? Problem)> AddressesAsync(
        string host, IDnsResolver dns, CancellationToken cancellationToken)
    {
        DnsAnswer[] answers = [await dns.QueryAsync(host, DnsType.A, cancellationToken), await dns.QueryAsync(host, DnsType.Aaaa, cancellationToken)];
        return ([.. answers.SelectMany(answer => answer.Records)], Array.Find(answers, answer => answer.Outcome == DnsOutcome.TemporaryFailure));
    }
}
