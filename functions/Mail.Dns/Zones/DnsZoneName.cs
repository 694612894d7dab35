using Mail.Core;

namespace Mail.Dns;

/// <param name="Rcode">For example <c>SERVFAIL</c>; <c>null</c> for NOERROR.</param>
/// <param name="TimesOut">Nobody answers for this name, except for the types that it has records of.</param>
/// <param name="IsSigned">Answers about it are verified by DNSSEC.</param>
public sealed record DnsZoneName(IReadOnlyDictionary<DnsType, IReadOnlyList<DnsRecord>> Records, string? Rcode, bool TimesOut, bool IsSigned)
{
    public IReadOnlyList<DnsRecord> Of(DnsType type) => Records.GetValueOrDefault(type, []);

    /// <summary><c>null</c> where the name is no alias.</summary>
    public string? Alias => Of(DnsType.Cname) is [DnsRecord.Name { Host: var host }, ..] ? host : null;

    /// <summary>Whether a question of this type waits in vain.</summary>
    public bool IsSilentOn(DnsType type) => TimesOut && Of(type).Count == 0 && Alias is null;
}
