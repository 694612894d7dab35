using Mail.Core;

namespace Mail.Ctl;

/// <summary>One DNS record that a domain needs: how it reads, and whether it is there.</summary>
/// <param name="name">The owner, A-labels, without the final dot.</param>
/// <param name="value">As in a zone file; <c>null</c> when only the operator knows it.</param>
/// <param name="note">What it is for.</param>
internal abstract class NeededRecord(string name, DnsType type, string? value, string note)
{
    public string Name => name;

    public string? Value => value;

    public DnsRecordView View => new(name, TypeName, value, note);

    public string TypeName => type.ToString().ToUpperInvariant();

    /// <summary>When nothing is there.</summary>
    protected virtual RecordFinding Absent => RecordFinding.Missing;

    public virtual async Task<RecordFinding> VerifyAsync(IDnsResolver dns, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(name, type, cancellationToken);
        return answer.Outcome switch
        {
            DnsOutcome.Found => await JudgeAsync(answer.Records, dns, cancellationToken),
            DnsOutcome.TemporaryFailure => RecordFinding.Unknown(answer),
            _ => Absent,
        };
    }

    /// <param name="found">Of the type; not empty.</param>
    protected abstract ValueTask<RecordFinding> JudgeAsync(IReadOnlyList<DnsRecord> found, IDnsResolver dns, CancellationToken cancellationToken);
}
