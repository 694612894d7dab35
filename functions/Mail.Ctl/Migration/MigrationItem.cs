namespace Mail.Ctl;

/// <summary>An entry of another server's file, and what it becomes here.</summary>
/// <param name="File">Its name without folders.</param>
/// <param name="Line">From 1.</param>
/// <param name="Source">What stands there, in one line, without secrets.</param>
internal sealed record MigrationItem(string File, int Line, string Source)
{
    /// <summary>What it becomes; <c>null</c> when nothing does.</summary>
    public MigrationTarget? Target { get; init; }

    /// <summary>While there is a target: what became of it.</summary>
    public MigrationOutcome Outcome { get; init; }

    /// <summary>What is not as it was, why nothing was made, or what to do; <c>null</c> when there is nothing to say.</summary>
    public string? Remark { get; init; }
}
