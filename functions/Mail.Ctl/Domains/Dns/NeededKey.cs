using Mail.Core;

namespace Mail.Ctl;

/// <summary>The place of a signing key in a domain that has none yet.</summary>
internal sealed class NeededKey(string domain) : NeededRecord(
    "SELECTOR._domainkey." + domain, DnsType.Txt, value: null, "Nothing is signed yet, and taken for spam more easily: mailctl domain dkim create " + domain)
{
    public override Task<RecordFinding> VerifyAsync(IDnsResolver dns, CancellationToken cancellationToken) =>
        Task.FromResult(RecordFinding.Missing with { Remark = "there is no key to sign with" });

    protected override ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RecordFinding.Missing);
}
