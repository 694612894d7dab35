namespace Mail.Sieve.Procmail;

/// <summary>What becomes one row, or a part of a block.</summary>
/// <param name="Origin">File and line.</param>
/// <param name="Hint">For the name of the row.</param>
internal sealed record RcUnit(string Origin, string Hint, IReadOnlyList<SieveCommand> Commands);
