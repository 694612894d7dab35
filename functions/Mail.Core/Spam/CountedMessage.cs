namespace Mail.Core;

/// <summary>How a message is counted in a model. Kept as it was counted, so that it can be taken out exactly, whatever a later version would make of it.</summary>
/// <param name="As">The class that it counts for.</param>
/// <param name="Times">How often; 1 or more.</param>
/// <param name="Features">The distinct hashes of its features, as the tokenizer of that time gave them.</param>
public sealed record CountedMessage(TrainedAs As, int Times, ReadOnlyMemory<ulong> Features)
{
    /// <summary>Whether both leave the same trace in a model.</summary>
    public bool Equals(CountedMessage? other) =>
        other is not null && As == other.As && Times == other.Times && Features.Span.SequenceEqual(other.Features.Span);

    public override int GetHashCode() => HashCode.Combine(As, Times, Features.Length, Features.IsEmpty ? 0 : Features.Span[0]);
}
