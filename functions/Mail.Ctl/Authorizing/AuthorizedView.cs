namespace Mail.Ctl;

/// <param name="Account">As in <c>mailctl fetch list</c>.</param>
/// <param name="Paused">Why nothing is fetched all the same; <c>null</c> when it is.</param>
internal sealed record AuthorizedView(string Account, string Provider, string Scope, string? Paused);
