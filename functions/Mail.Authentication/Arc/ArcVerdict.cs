namespace Mail.Authentication;

/// <summary>What the chain of a forwarded message is worth (RFC 8617 §5.2).</summary>
/// <param name="Result"><see cref="AuthenticationResult.None"/>, <see cref="AuthenticationResult.Pass"/> or <see cref="AuthenticationResult.Fail"/>: all failures are permanent (§5.2.1).</param>
public sealed record ArcVerdict(AuthenticationResult Result)
{
    /// <summary>The domains that sealed, by instance from 1; empty unless <see cref="AuthenticationResult.Pass"/>.</summary>
    public IReadOnlyList<string> Sealers { get; init; } = [];

    /// <summary>The lowest instance whose message signature is true for the message as it is now; 0 when all are (RFC 8617 §5.2).</summary>
    public int OldestPass { get; init; }

    /// <summary>Why it is a <see cref="AuthenticationResult.Fail"/>, in our words.</summary>
    public string? Reason { get; init; }

    /// <summary>It failed because a key could not be looked up now. Who does not have to say anything of the chain yet may wait.</summary>
    public bool IsKeyOutOfReach { get; init; }

    /// <summary>
    /// A sealer that the site trusts found DMARC to pass before it changed the message: its domain. <c>null</c> without such a one.
    /// </summary>
    public string? TrustedSealer { get; init; }
}
