namespace Mail.Transport;

/// <summary>What is known of one grant. For whoever holds <see cref="Gate"/>.</summary>
internal sealed class TokenState
{
    /// <summary>One asks, the others wait for what comes of it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public AccessToken? Token { get; set; }

    /// <summary>The endpoint gave another refresh token (RFC 6749 §6): this one counts from then on.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>Why the last request failed; <c>null</c> when it did not.</summary>
    public string? Failure { get; set; }

    public DateTimeOffset FailedAt { get; set; }
}
