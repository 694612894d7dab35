namespace Mail.Processing;

/// <summary>How screening behaves; every value has a safe default.</summary>
public sealed record ScreenOptions
{
    /// <summary>
    /// How long SPF, iprev, the keys and the policy of the author's domain may take, side by side: what has no answer then is a temperror, and delivery goes
    /// on with the rest. Default 20 s, what RFC 7208 §4.6.4 asks to allow at least for SPF.
    /// </summary>
    public TimeSpan SenderTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The same after it has taken that long, for <see cref="SlowTime"/>: while the resolver is dead, mail goes on, a little slower. Default 1 s.
    /// </summary>
    public TimeSpan SlowSenderTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default 30 s, the longest that a resolver takes to come back after a restart.</summary>
    public TimeSpan SlowTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many messages of each class have to be trained before the filter is asked. Default 5: a filter that has seen spam only takes all for spam.
    /// </summary>
    public int MinTrained { get; init; } = 5;
}
