namespace Mail.Authentication;

/// <summary>What the site decides about other people's word.</summary>
public sealed record AuthenticationOptions
{
    /// <summary>
    /// Domains (<c>d=</c> of the last ARC-Seal) that are believed when they say that DMARC passed before they changed a message: mailing lists and
    /// forwarders. Lower case, A-labels. Empty: nobody.
    /// </summary>
    public IReadOnlySet<string> TrustedSealers { get; init; } = new HashSet<string>();
}
