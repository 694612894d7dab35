namespace Mail.Core;

/// <summary>What another server says of messages that came to it from one address in the name of a domain of ours, and fared alike.</summary>
/// <param name="Address">Of the client, IPv4 or IPv6.</param>
/// <param name="HeaderFrom">Domain of From; empty when the report does not say.</param>
/// <param name="DkimAligned">A signature passed for that domain.</param>
/// <param name="SpfAligned">SPF passed for that domain.</param>
/// <param name="Disposition">What was done with them.</param>
/// <param name="Override">Why that is not what our policy asks for; <c>null</c> when it is.</param>
public sealed record DmarcSource(string Address, string HeaderFrom, bool DkimAligned, bool SpfAligned, DmarcPolicy Disposition, string? Override, long Count)
{
    /// <summary>RFC 7489 §4.2: one of the two is enough.</summary>
    public bool Passed => DkimAligned || SpfAligned;
}
