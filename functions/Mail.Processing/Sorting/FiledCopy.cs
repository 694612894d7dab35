using Mail.Sieve;

namespace Mail.Processing;

/// <summary>One copy of a message in a mailbox.</summary>
/// <param name="Flags">IMAP flags and keywords.</param>
/// <param name="Edits">What rules have changed in its header.</param>
/// <param name="Reason">For the decision record, in words: which rule, in which version.</param>
internal sealed record FiledCopy(string Folder, IReadOnlyList<string> Flags, HeaderEdits Edits, string Reason)
{
    public static FiledCopy In(FolderChoice place) => new(place.Folder, [], HeaderEdits.None, place.Reason);
}
