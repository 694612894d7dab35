namespace Mail.Ctl;

/// <param name="Id">For <c>--undo</c>; <c>null</c> when nothing was moved.</param>
/// <param name="Messages">Looked at.</param>
/// <param name="Left">The rules would send on or drop them, and not keep them.</param>
internal sealed record ApplyView(string? Id, int Messages, int Moved, int Left, IReadOnlyList<ApplyMoveView> Moves);

internal sealed record ApplyMoveView(string From, string To, int Messages);
