using Mail.Core;

namespace Mail.Ctl;

/// <summary>Whether a key's record is in the DNS.</summary>
internal static class DkimRecord
{
    /// <summary>What is wrong with the live record, in words; <c>null</c> when it has the key.</summary>
    public static async Task<string?> ProblemAsync(IDnsResolver dns, DkimKey key, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(key.RecordName, DnsType.Txt, cancellationToken);
        return answer.Outcome switch
        {
            DnsOutcome.TemporaryFailure => $"{key.RecordName} could not be looked up: {answer.Problem}",
            DnsOutcome.Found when answer.Records.OfType<DnsRecord.Text>().Any(record => PublicKey(record.Value) == key.PublicKey) => null,
            DnsOutcome.Found => $"{key.RecordName} is in the DNS with another key",
            _ => $"{key.RecordName} is not in the DNS",
        };
    }

    /// <summary>The <c>p=</c> of a record, without white space (RFC 6376 §3.2, §3.6.1).</summary>
    public static string? PublicKey(string record) => record.Split(';')
        .Select(tag => string.Concat(tag.Where(c => !char.IsWhiteSpace(c))))
        .FirstOrDefault(tag => tag.StartsWith("p=", StringComparison.Ordinal))?[2..];
}
