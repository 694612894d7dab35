namespace Mail.Sieve.Svtest;

/// <summary>Compares a list, or one value of it.</summary>
internal static class SvtestValues
{
    /// <param name="index">From 1; <c>null</c> for all values.</param>
    public static bool Match(Matcher matcher, SieveRun run, IReadOnlyList<string> values, long? index)
    {
        var match = matcher.Start(run);
        foreach (var value in index is null ? values : values.Where((_, place) => place == index - 1))
        {
            if (match.Try(value))
            {
                return true;
            }
        }

        return match.Finish();
    }
}
