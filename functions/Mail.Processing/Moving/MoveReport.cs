namespace Mail.Processing;

/// <param name="IsComplete">Everything is here; otherwise <paramref name="Problem"/> says why not, and the same command goes on.</param>
public sealed record MoveReport(bool IsComplete, string? Problem, IReadOnlyList<MovedFolder> Folders);
