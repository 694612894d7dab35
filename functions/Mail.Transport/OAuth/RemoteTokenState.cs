namespace Mail.Transport;

/// <summary>What is known of one account's grant. For whoever holds <see cref="Gate"/>.</summary>
internal sealed class RemoteTokenState
{
    /// <summary>One asks, the others wait for what comes of it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>To which the token belongs.</summary>
    public OAuthGrant? Grant { get; set; }

    /// <summary>The one that <see cref="Grant"/> was made of, when the provider renewed it.</summary>
    public OAuthGrant? Before { get; set; }

    public AccessToken? Token { get; set; }

    /// <summary><see cref="Grant"/> is not stored yet.</summary>
    public bool IsUnkept { get; set; }
}
