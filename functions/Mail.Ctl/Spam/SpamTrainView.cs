namespace Mail.Ctl;

/// <summary>What training did.</summary>
/// <param name="Owner">An account's address, or <c>site</c>.</param>
/// <param name="Trained">Messages that are new to the model.</param>
/// <param name="Retrained">That were trained as the other class.</param>
/// <param name="Untrained">That were taken out.</param>
/// <param name="Unchanged">That were trained as that already, or not at all when they were to be taken out.</param>
/// <param name="Skipped">What is no message, with its position.</param>
/// <param name="PerSecond">Messages.</param>
/// <param name="Model">In force now.</param>
internal sealed record SpamTrainView(
    string Owner, int Trained, int Retrained, int Untrained, int Unchanged, IReadOnlyList<SkippedMessage> Skipped, double PerSecond, SpamModelView Model);
