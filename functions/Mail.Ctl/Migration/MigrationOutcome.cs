namespace Mail.Ctl;

/// <summary>What became of an entry of another server's file.</summary>
internal enum MigrationOutcome
{
    /// <summary>Stands in our tables now; in a dry run: would.</summary>
    Made,

    /// <summary>Stands there already, the same.</summary>
    AlreadyThere,

    /// <summary>Something else of that name stands there, and was left alone.</summary>
    Different,

    /// <summary>Has a counterpart that could not be made, or none.</summary>
    NotConverted,

    /// <summary>Is so here anyway.</summary>
    NotNeeded,
}
