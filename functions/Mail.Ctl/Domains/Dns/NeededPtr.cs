using System.Net;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>The reverse name of an address, which other servers compare with the name that we say.</summary>
internal sealed class NeededPtr(IPAddress address, string host) : NeededRecord(
    DnsQuestion.Reverse(address).Name, DnsType.Ptr, ZoneText.Host(host), "Reverse name: whoever gave you the address sets it")
{
    protected override ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken) =>
        ValueTask.FromResult(found.Contains(new DnsRecord.Name(host))
            ? RecordFinding.Right(found)
            : RecordFinding.Differs(found, $"{address} has another name"));
}
