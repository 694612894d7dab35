namespace Mail.Core;

/// <summary>The types of records that mail asks for, with their numbers on the wire (RFC 1035 §3.2.2, RFC 3596 §2.1, RFC 2782, RFC 6698 §7.1).</summary>
public enum DnsType
{
    A = 1,
    Cname = 5,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Tlsa = 52,
}
