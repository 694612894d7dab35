namespace Mail.Core;

/// <summary>What the argument of HELO or EHLO must be.</summary>
public enum HeloRule
{
    /// <summary>Anything; it is recorded.</summary>
    Off,

    /// <summary>Well-formed and not what is known to be false: our own name, the address of another.</summary>
    Forged,

    /// <summary>Also a full host name: Postfix's <c>reject_non_fqdn_helo_hostname</c>.</summary>
    Strict,
}
