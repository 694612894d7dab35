namespace Mail.Sieve.Procmail;

/// <param name="Units">What a file or block has become.</param>
/// <param name="IsFinal">No message comes out behind it.</param>
internal sealed record RcSequence(IReadOnlyList<RcUnit> Units, bool IsFinal)
{
    public static RcSequence Empty { get; } = new([], IsFinal: false);
}
