namespace Mail.Ctl;

/// <summary>A decision of the spam filter, come to again.</summary>
/// <param name="Id">The delivery id.</param>
/// <param name="Account">Whose mailbox it is in.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Status"><c>same</c>, <c>different</c>, <c>modelGone</c> or <c>notFiltered</c>.</param>
/// <param name="Then">What is on record.</param>
/// <param name="Now">What the replay says; <c>null</c> when the filter was not asked.</param>
/// <param name="Differences">In words.</param>
internal sealed record ReplayView(
    string Id, string Account, string Folder, string Status, ReplayVerdictView Then, ReplayVerdictView? Now, IReadOnlyList<string> Differences);
