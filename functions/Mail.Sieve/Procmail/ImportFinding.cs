namespace Mail.Sieve.Procmail;

/// <summary>One line of the report of an import.</summary>
public sealed record ImportFinding
{
    /// <summary>The file, by the name that it was imported or included under.</summary>
    public required string File { get; init; }

    /// <summary>Counted from 1; where a recipe of several lines begins.</summary>
    public required int Line { get; init; }

    /// <summary>The line as it stands in the file, without the blanks around it.</summary>
    public required string Source { get; init; }

    public required ImportOutcome Outcome { get; init; }

    /// <summary>The reason, or what differs; <c>null</c> where there is nothing to say.</summary>
    public string? Remark { get; init; }
}
