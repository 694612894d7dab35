using Mail.Core;

namespace Mail.Processing;

/// <summary>A message on its way into a mailbox.</summary>
/// <param name="Recipient">The envelope recipient that led there.</param>
/// <param name="Place">Where <c>keep</c> puts it.</param>
internal sealed record SortedMessage(AccountEntry Account, MailAddress Recipient, FolderChoice Place, ScreenVerdict Verdict)
{
    /// <summary>An earlier run has put it there, and waits for something else.</summary>
    public bool WasDelivered { get; init; }
}
