using Mail.Core;

namespace Mail.Processing;

/// <param name="Message">Where it is now.</param>
/// <param name="From">The folder in which it was.</param>
/// <param name="TrainsAs">What is learnt from the move; <c>null</c> when nothing is.</param>
public sealed record MovedMessage(MailboxMessage Message, string From, TrainedAs? TrainsAs);
