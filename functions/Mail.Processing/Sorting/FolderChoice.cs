namespace Mail.Processing;

/// <param name="Reason">For the decision record, in words.</param>
internal sealed record FolderChoice(string Folder, string Reason);
