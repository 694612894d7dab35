namespace Mail.Sieve.Procmail;

/// <summary>What a pattern has become.</summary>
internal sealed record PatternTest
{
    /// <summary><c>null</c> when there is a problem.</summary>
    public SieveTest? Test { get; init; }

    /// <summary>Why no test says the same.</summary>
    public string? Problem { get; init; }

    /// <summary>What differs.</summary>
    public string? Remark { get; init; }

    /// <summary>The test matches in more cases or in fewer, and not only in those that nobody means.</summary>
    public bool IsApproximate { get; init; }

    /// <summary>The number of the match variable (RFC 5229 §3.2) that is procmail's <c>MATCH</c>; 0 for none.</summary>
    public int Group { get; init; }

    public static PatternTest Failed(string problem) => new() { Problem = problem };
}
