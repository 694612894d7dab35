using Mail.Core;

namespace Mail.Processing;

/// <summary>Finds the folder for what screening does not want in INBOX. It is made by the delivery when it is not there.</summary>
public sealed class ScreenFolders(IMailboxStore mailboxes)
{
    private const string Junk = "Junk";

    private readonly SpecialFolders _special = new(mailboxes);

    /// <param name="kept">Where the message goes when there is nothing against it.</param>
    internal async ValueTask<FolderChoice> ChooseAsync(string accountId, MailboxVerdict verdict, FolderChoice kept, CancellationToken cancellationToken) =>
        verdict.Place switch
        {
            FilingPlace.Junk => new FolderChoice((await _special.FindAsync(accountId, "\\Junk", cancellationToken))?.Name ?? Junk, "screening"),
            FilingPlace.Review => new FolderChoice(verdict.ReviewFolder, "screening"),
            _ => kept,
        };
}
