using Mail.Core;

namespace Mail.Gateway;

/// <summary>A message that the journal does not know the end of.</summary>
/// <param name="Refused">Its client was told 451; otherwise the client may have been told 250.</param>
public sealed record JournalEntry(QueueId QueueId, Fingerprint Fingerprint, bool Refused);
