namespace Mail.Core;

/// <summary>A step of training that may not be in the model yet.</summary>
/// <param name="Sequence">1 for an owner's first; without gaps.</param>
/// <param name="From">What is to be taken out of the model.</param>
/// <param name="To">What is to be added to it.</param>
public sealed record JournalEntry(long Sequence, MessageKey Key, CountedMessage? From, CountedMessage? To);
