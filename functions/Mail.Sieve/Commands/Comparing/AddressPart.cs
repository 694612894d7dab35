namespace Mail.Sieve;

/// <summary>The part of an address that is compared (RFC 5228 §2.7.4, RFC 5233 §4).</summary>
internal enum AddressPart
{
    All,
    LocalPart,
    Domain,
    User,
    Detail,
}
