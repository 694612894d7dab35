namespace Mail.Core;

/// <summary>How a message is counted in a model. Kept as it was counted, so that it can be taken out exactly, whatever a later version would make of it.</summary>
/// <param name="As">The class that it counts for.</param>
/// <param name="Times">How often; 0 or more.</param>
/// <param name="Push">What it added to the weight of each feature.</param>
/// <param name="Features">The message's features as the tokenizer of that time gave them; what the octets mean is <c>Mail.Spam</c>'s affair.</param>
public sealed record CountedMessage(TrainedAs As, int Times, int Push, ReadOnlyMemory<byte> Features)
{
    /// <summary>Whether both leave the same trace in a model.</summary>
    public bool Equals(CountedMessage? other) =>
        other is not null && (As, Times, Push) == (other.As, other.Times, other.Push) && Features.Span.SequenceEqual(other.Features.Span);

    public override int GetHashCode() => HashCode.Combine(As, Times, Push, Features.Length);
}
