namespace Mail.Sieve.Procmail;

/// <summary>Whether what stands behind a statement is reached.</summary>
internal enum RcEnd
{
    Reached,

    /// <summary>By messages that the statement was not for.</summary>
    ReachedByOthers,

    Never,
}
