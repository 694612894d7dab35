namespace Mail.Core;

/// <summary>What a client's reverse name must be.</summary>
public enum ClientNameRule
{
    /// <summary>Anything; it is recorded.</summary>
    Off,

    /// <summary>There is one: Postfix's <c>reject_unknown_reverse_client_hostname</c>.</summary>
    Reverse,

    /// <summary>There is one, and it leads back to the address: Postfix's <c>reject_unknown_client_hostname</c>.</summary>
    Verified,
}
