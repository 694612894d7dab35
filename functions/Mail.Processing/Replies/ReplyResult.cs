namespace Mail.Processing;

/// <summary>What came of one reply.</summary>
/// <param name="Words">What was done, for the record.</param>
/// <param name="MustWait">It was not sent, and has to be: nothing else tells anybody of the message.</param>
internal sealed record ReplyResult(string Words, bool MustWait = false);
