using Mail.Core;

namespace Mail.Processing;

/// <param name="Action">What is done here with a message because of what its author's domain asks.</param>
/// <param name="Words">What it asks for and what is done, for the record.</param>
public sealed record DmarcOutcome(DmarcAction Action, string Words);
