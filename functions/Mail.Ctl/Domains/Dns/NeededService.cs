using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Where mail programs find a service (RFC 2782, RFC 6186), or that there is none.</summary>
/// <param name="service">With an empty host when it is not offered.</param>
internal sealed class NeededService(string name, DnsRecord.Service service, string note)
    : NeededRecord(name, DnsType.Srv, ZoneText.Of(service), note)
{
    private bool IsOffered => service.Host.Length > 0;

    // Programs that find no record and programs that find "." know the same; the record only spares them guessing.
    protected override RecordFinding Absent => IsOffered ? base.Absent : new(RecordState.Right, [], "there is none, which says the same");

    protected override ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken)
    {
        var services = found.OfType<DnsRecord.Service>().ToList();
        var others = services.Where(other => (other.Host, other.Port) != (service.Host, service.Port)).ToList();
        return ValueTask.FromResult(
            others.Count == services.Count ? RecordFinding.Differs(services)
            : others.Count > 0 ? RecordFinding.Differs(services, string.Create(
                CultureInfo.InvariantCulture, $"programs are also sent to {others[0].Host}:{others[0].Port}"))
            // Priority and weight matter among several only (RFC 2782).
            : RecordFinding.Right(services));
    }
}
