using Mail.Core;

namespace Mail.Ctl;

/// <param name="Bytes">Sum of the messages' sizes.</param>
internal sealed record FolderView(string Name, int Messages, long Bytes, uint UidValidity, uint UidNext, ulong ModSeq)
{
    public static FolderView From(MailFolder folder) =>
        new(folder.Name, folder.Messages, folder.Bytes, folder.UidValidity, folder.UidNext, folder.ModSeq);
}
