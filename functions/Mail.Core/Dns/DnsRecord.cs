using System.Net;

namespace Mail.Core;

/// <summary>The content of one record. Names are in lower case, without the final dot; the root is empty.</summary>
public abstract record DnsRecord
{
    private DnsRecord()
    {
    }

    /// <summary>A or AAAA.</summary>
    public sealed record Address(IPAddress Value) : DnsRecord;

    /// <summary>MX. An empty <paramref name="Host"/> is the null MX of RFC 7505: the domain takes no mail.</summary>
    public sealed record MailExchange(int Preference, string Host) : DnsRecord;

    /// <summary>TXT: its strings put together (RFC 7208 §3.3) and read as UTF-8; an octet that is not comes as U+FFFD.</summary>
    public sealed record Text(string Value) : DnsRecord;

    /// <summary>SRV (RFC 2782). An empty <paramref name="Host"/> says that there is no such service.</summary>
    public sealed record Service(int Priority, int Weight, int Port, string Host) : DnsRecord;

    /// <summary>PTR or CNAME.</summary>
    public sealed record Name(string Host) : DnsRecord;

    /// <summary>TLSA: which certificate a server has (RFC 6698 §2.1). The numbers are what came, of which not all mean something.</summary>
    /// <param name="Data">In lower-case hexadecimal.</param>
    public sealed record Tlsa(byte Usage, byte Selector, byte MatchingType, string Data) : DnsRecord;
}
