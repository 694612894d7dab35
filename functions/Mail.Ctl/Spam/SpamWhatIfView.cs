namespace Mail.Ctl;

/// <param name="Looked">Messages that were looked at.</param>
/// <param name="Flips">Those that would be classified otherwise.</param>
/// <param name="IsAll">False: there are more messages in the mailbox than were looked at.</param>
internal sealed record SpamWhatIfView(int Looked, IReadOnlyList<SpamFlipView> Flips, bool IsAll);

/// <param name="Before">Class as the model has it now.</param>
/// <param name="After">Class without the messages.</param>
internal sealed record SpamFlipView(string Id, string Folder, string From, string Subject, string Before, double ScoreBefore, string After, double ScoreAfter);
