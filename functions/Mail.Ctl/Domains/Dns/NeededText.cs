using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// A TXT record of which a name has one, known by its version tag: DMARC, MTA-STS, TLS-RPT, SPF. Other texts at the name are nobody's business.
/// </summary>
/// <param name="version">How it begins, for example <c>v=DMARC1</c>.</param>
internal abstract class NeededText(string name, string version, string text, string note)
    : NeededRecord(name, DnsType.Txt, ZoneText.Quote(text), note)
{
    protected string Wanted => text;

    protected sealed override async ValueTask<RecordFinding> JudgeAsync(
        IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken)
    {
        var texts = found.OfType<DnsRecord.Text>().Where(IsOurs).ToList();
        return texts switch
        {
            [] => RecordFinding.Missing,
            [var only] => await JudgeAsync(only, dns, cancellationToken),
            // RFC 7208 §4.5, RFC 7489 §6.6.3, RFC 8460 §3, RFC 8461 §3.1: then none of them counts.
            _ => RecordFinding.Differs(texts, $"{texts.Count} records begin with {version}: others use none of them"),
        };
    }

    protected abstract ValueTask<RecordFinding> JudgeAsync(DnsRecord.Text found, IDnsResolver dns, CancellationToken cancellationToken);

    // "v=spf10" is another version: what follows is a separator or nothing.
    private bool IsOurs(DnsRecord.Text record) =>
        record.Value.StartsWith(version, StringComparison.OrdinalIgnoreCase) && (record.Value.Length == version.Length || record.Value[version.Length] is ' ' or ';');
}
