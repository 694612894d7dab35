using Mail.Core;

namespace Mail.Dns;

/// <summary>A resolver over a <see cref="DnsZone"/>, at once and without a network.</summary>
public sealed class ZoneResolver(DnsZone zone) : IDnsResolver
{
    private const int MaxAliases = 8;

    /// <summary>Of every answer.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    public ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Answer(question));
    }

    private DnsAnswer Answer(DnsQuestion question)
    {
        var name = question.Name;
        var isSigned = true;
        for (var i = 0; i <= MaxAliases; i++)
        {
            switch (zone.Find(name))
            {
                case null:
                    return DnsAnswer.NxDomain(TimeToLive);
                case { Rcode: "NXDOMAIN" } missing:
                    return DnsAnswer.NxDomain(TimeToLive) with { Authenticated = isSigned && missing.IsSigned };
                case var silent when silent.IsSilentOn(question.Type):
                    return DnsAnswer.Failed("no answer in time");
                case { Rcode: { } code and not "NOERROR" }:
                    return DnsAnswer.Failed($"response code {code}");
                case { Alias: { } alias } link when question.Type != DnsType.Cname:
                    (name, isSigned) = (alias, isSigned && link.IsSigned);
                    break;
                case var found:
                    var answer = found.Of(question.Type) is { Count: > 0 } records ? DnsAnswer.Found(records, TimeToLive) : DnsAnswer.NoData(TimeToLive);
                    return answer with { Authenticated = isSigned && found.IsSigned, Alias = name == question.Name ? null : name };
            }
        }

        return DnsAnswer.Failed("a loop of CNAMEs");
    }
}
