namespace Mail.Smtp;

/// <summary>What an <see cref="ISaslExchange"/> has to say to the client.</summary>
public abstract record SaslStep
{
    private SaslStep()
    {
    }

    /// <summary>The exchange goes on: 334.</summary>
    /// <param name="Data">Not yet base64; empty is a challenge too (RFC 4954 §4: <c>334</c> and a space).</param>
    public sealed record Challenge(ReadOnlyMemory<byte> Data) : SaslStep;

    /// <summary>The client is who it says: 235.</summary>
    /// <param name="User">The account's address.</param>
    /// <param name="Mechanism">The mechanism's registered name, for example <c>SCRAM-SHA-256</c>.</param>
    public sealed record Success(string User, string Mechanism) : SaslStep;

    /// <summary>The exchange is over; the client may try again until the session's patience ends.</summary>
    /// <param name="Reply">535 5.7.8, 454 4.7.0, 501 5.5.2 and what else RFC 4954 §6 has.</param>
    public sealed record Failure(SmtpReply Reply) : SaslStep;
}
