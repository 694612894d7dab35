namespace Mail.Ctl;

/// <param name="Model">In force.</param>
/// <param name="Waiting">Steps of training that are not in it yet.</param>
/// <param name="TrainedBy">How many messages came to be trained in which way.</param>
/// <param name="Warning">What is wrong with what was trained, in words; <c>null</c> when nothing is.</param>
internal sealed record SpamStatsView(SpamModelView Model, long Waiting, IReadOnlyDictionary<string, int> TrainedBy, string? Warning);
