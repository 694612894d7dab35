namespace Mail.Sieve.Procmail;

/// <summary>What became of a line of somebody's filter file.</summary>
public enum ImportOutcome
{
    /// <summary>A rule does the same.</summary>
    Converted,

    /// <summary>A rule does nearly the same; the finding says what differs.</summary>
    Approximated,

    /// <summary>No rule stands for it: mail that it sorted stays where the other rules leave it. The finding says why.</summary>
    NotConverted,

    /// <summary>Locks, logs, search paths and the like, which have no meaning here.</summary>
    NotNeeded,
}
