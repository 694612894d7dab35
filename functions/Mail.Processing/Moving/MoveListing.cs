namespace Mail.Processing;

/// <summary>A remote folder as it was listed, and what of it is still to be moved.</summary>
internal sealed record MoveListing(MoveFolder Folder, FolderBook Book, uint? UidValidity, int Messages, IReadOnlyList<ListedMessage> Left)
{
    public long Octets => Left.Sum(message => message.Message.Size);
}
