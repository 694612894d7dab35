namespace Mail.Ctl;

/// <summary>What an import did.</summary>
/// <param name="Imported">Messages that are new in the mailbox.</param>
/// <param name="AlreadyThere">Messages that an earlier import had brought, deleted since or not.</param>
/// <param name="Skipped">What is no message, with its position.</param>
/// <param name="MailboxFull">The quota was reached and the import stopped there.</param>
internal sealed record ImportReport(int Imported, int AlreadyThere, IReadOnlyList<SkippedMessage> Skipped, bool MailboxFull);

/// <param name="Position">A file, and in an mbox the message's number and byte.</param>
internal sealed record SkippedMessage(string Position, string Reason);
