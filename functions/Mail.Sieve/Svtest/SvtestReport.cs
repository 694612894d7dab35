namespace Mail.Sieve.Svtest;

/// <summary>What became of the tests of one file.</summary>
public sealed record SvtestReport
{
    public required string File { get; init; }

    public int Passed { get; init; }

    public IReadOnlyList<SvtestFailure> Failures { get; init; } = [];

    /// <summary>The first extension that the file needs and that is not there; <c>null</c> when all are. Its tests then count as failed.</summary>
    public string? Unsupported { get; init; }
}
