namespace Mail.Ctl;

/// <summary>What a removal answers.</summary>
/// <param name="Removed">The name that is no more.</param>
/// <param name="Detail">What was kept or went along; <c>null</c> when nothing.</param>
internal sealed record RemovedView(string Removed, string? Detail = null);
