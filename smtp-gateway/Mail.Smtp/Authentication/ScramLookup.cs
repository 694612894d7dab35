namespace Mail.Smtp;

/// <summary>The answer to a SCRAM client's first message.</summary>
public sealed record ScramLookup
{
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>RFC 7677 §4: at least 4096.</summary>
    public required int Iterations { get; init; }

    /// <summary>One for each password made with this salt and iteration count.</summary>
    public required IReadOnlyList<ScramKeys> Keys { get; init; }

    /// <summary>The exchange ends with this instead; <c>null</c> to go on.</summary>
    public SmtpReply? Refusal { get; init; }

    public static ScramLookup Refused(SmtpReply reply) => new() { Salt = default, Iterations = 0, Keys = [], Refusal = reply };
}
