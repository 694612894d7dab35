namespace Mail.Ctl;

/// <param name="Reason">Why there is no answer, for <see cref="SpfOutcome.Broken"/> and <see cref="SpfOutcome.Unknown"/>.</param>
internal sealed record SpfAnswer(SpfOutcome Outcome, string? Reason = null)
{
    public static SpfAnswer Pass { get; } = new(SpfOutcome.Pass);

    public static SpfAnswer NotPass { get; } = new(SpfOutcome.NotPass);
}
