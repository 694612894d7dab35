using Mail.Core;

namespace Mail.Testing;

/// <param name="Rcode">For example <c>SERVFAIL</c>; <c>null</c> for NOERROR.</param>
/// <param name="TimesOut">Nobody answers for this name.</param>
/// <param name="IsSigned">Answers about it are verified by DNSSEC.</param>
public sealed record FakeZoneName(IReadOnlyDictionary<DnsType, IReadOnlyList<DnsRecord>> Records, string? Rcode, bool TimesOut, bool IsSigned)
{
    public IReadOnlyList<DnsRecord> Of(DnsType type) => Records.GetValueOrDefault(type, []);

    /// <summary><c>null</c> where the name is no alias.</summary>
    public string? Alias => Of(DnsType.Cname) is [DnsRecord.Name { Host: var host }, ..] ? host : null;
}
