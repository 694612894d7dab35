using Mail.Core;

namespace Mail.Processing;

/// <summary>What one run of the message flow came to. In every case the queue message is done with.</summary>
/// <param name="State"><c>null</c> when there is no such message in the spool (any more).</param>
/// <param name="Detail">In words, for the log.</param>
public sealed record FlowResult(MessageState? State, string Detail);
