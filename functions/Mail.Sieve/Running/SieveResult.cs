namespace Mail.Sieve;

/// <summary>What the scripts want done with one message.</summary>
public sealed record SieveResult
{
    /// <summary>
    /// In the order of the scripts, without repetitions and contradictions (RFC 5228 §2.10.1, §2.10.3). Never empty: if nothing cancelled the
    /// implicit keep, it is there as a <see cref="KeepAction"/>.
    /// </summary>
    public required IReadOnlyList<SieveAction> Actions { get; init; }

    /// <summary>Ids to remember once the actions are done.</summary>
    public IReadOnlyList<DuplicateMark> Duplicates { get; init; } = [];

    /// <summary>
    /// What ended the run early; <c>null</c> if nothing did. The message is then kept even if a script had discarded or rejected it, and what was
    /// asked for before stands (RFC 5228 §2.10.6).
    /// </summary>
    public SieveProblem? Error { get; init; }

    /// <summary>Instructions spent, of <see cref="SieveOptions.InstructionBudget"/>.</summary>
    public int Spent { get; init; }
}
