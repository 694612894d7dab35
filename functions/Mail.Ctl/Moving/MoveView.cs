using Mail.Processing;

namespace Mail.Ctl;

/// <param name="IsComplete">False when the same command has to be run again.</param>
/// <param name="Moved">Messages that are new in the mailbox.</param>
/// <param name="AlreadyThere">Messages that an import had brought before.</param>
/// <param name="Skipped">Folders and messages that were left there.</param>
internal sealed record MoveView(
    bool IsComplete, int Moved, int AlreadyThere, IReadOnlyList<MovedFolder> Folders, IReadOnlyList<SkippedMessage> Skipped);
