namespace Mail.Authentication;

/// <summary>What a domain asks for mail that is not its own (RFC 7489 §6.3 <c>p</c>).</summary>
public enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}
