using System.Net;
using System.Net.Sockets;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>An address of the mail server, or, without one given, that it has any.</summary>
internal sealed class NeededAddress(string host, IPAddress? address) : NeededRecord(
    host,
    address?.AddressFamily == AddressFamily.InterNetworkV6 ? DnsType.Aaaa : DnsType.A,
    address?.ToString(),
    address is null
        ? "The gateway's public address, and AAAA if it has one (--address); its reverse name has to be the same"
        : "The gateway's public address")
{
    protected override ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            address is not null && !found.Contains(new DnsRecord.Address(address)) ? RecordFinding.Differs(found)
            : found.Count > 1 ? RecordFinding.Right(found, "mail comes to each of them")
            : RecordFinding.Right(found));
}
