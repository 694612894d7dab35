namespace Mail.Sieve.Svtest;

/// <summary>One test that failed.</summary>
/// <param name="Test">Its name; empty when the whole file went wrong.</param>
/// <param name="Reason">In words: what the test says, what went wrong when it ran, or why its file does not compile.</param>
public sealed record SvtestFailure(string File, string Test, string Reason);
