namespace Mail.Sieve;

/// <summary>
/// One test on its way through the values of a message: <see cref="Try"/> each until one matches, then ask <see cref="Finish"/>.
/// </summary>
internal struct MatchState(Matcher matcher, SieveRun run, string[] keys)
{
    private int _count;

    /// <returns>The test is true; no more values are needed.</returns>
    public bool Try(string value)
    {
        _count++;
        return !matcher.IsCount && matcher.Matches(run, value, keys);
    }

    /// <returns>What the test is when no value made it true: only the number of values can.</returns>
    public readonly bool Finish() => matcher.IsCount && matcher.MatchesCount(_count, keys);
}
