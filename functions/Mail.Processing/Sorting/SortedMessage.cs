using Mail.Core;

namespace Mail.Processing;

/// <summary>A message on its way into a mailbox.</summary>
/// <param name="Recipient">The envelope recipient that led there.</param>
/// <param name="Place">Where it stays when no rule says anything.</param>
internal sealed record SortedMessage(AccountEntry Account, MailAddress Recipient, FolderChoice Place, MailboxVerdict Verdict)
{
    /// <summary>Where a rule's own <c>keep</c> puts it, whatever screening says.</summary>
    public FolderChoice Kept { get; init; } = Place;

    /// <summary>An earlier run has put it there, and waits for something else.</summary>
    public bool WasDelivered { get; init; }
}
