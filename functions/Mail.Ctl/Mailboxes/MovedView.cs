namespace Mail.Ctl;

/// <param name="From">The folder in which it was.</param>
/// <param name="Trains"><c>ham</c> or <c>spam</c>, what the filter learns from it; <c>null</c> when nothing.</param>
internal sealed record MovedView(string Id, string From, string Folder, uint Uid, string? Trains);
