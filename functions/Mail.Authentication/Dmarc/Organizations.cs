namespace Mail.Authentication;

/// <summary>Whose a domain is, as far as names tell: RFC 7489 §3.2, by the public suffix list.</summary>
public static class Organizations
{
    /// <summary>Both are of one organization: relaxed alignment, RFC 7489 §3.1. Two customers of one provider below its shared suffix are not.</summary>
    /// <param name="domain">In lower case, A-labels, as <paramref name="other"/>.</param>
    public static bool AreSame(string domain, string other) =>
        domain == other || PublicSuffixList.Default.OrganizationalDomain(domain) == PublicSuffixList.Default.OrganizationalDomain(other);
}
