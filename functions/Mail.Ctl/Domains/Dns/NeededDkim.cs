using Mail.Core;

namespace Mail.Ctl;

/// <summary>The public half of a signing key.</summary>
internal sealed class NeededDkim(DkimKey key) : NeededRecord(
    key.RecordName,
    DnsType.Txt,
    ZoneText.Quote(key.RecordText),
    key.State == DkimKeyState.Next ? "A key that signs after: mailctl domain dkim rotate " + key.Domain : "A key that signs")
{
    protected override ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken)
    {
        var texts = found.OfType<DnsRecord.Text>().ToList();
        return ValueTask.FromResult(
            !texts.Exists(text => DkimRecord.PublicKey(text.Value) == key.PublicKey) ? RecordFinding.Differs(texts, "another key")
            // RFC 6376 §3.6.2.2: with several, what a verifier does is undefined.
            : texts.Count > 1 ? RecordFinding.Differs(texts, $"{texts.Count} records: verifiers may take the wrong one")
            : RecordFinding.Right(texts));
    }
}
