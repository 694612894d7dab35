namespace Mail.Sieve.Matching;

/// <summary>Reads a <see cref="RelationalOperator"/> and asks it.</summary>
internal static class RelationalOperators
{
    /// <param name="text">As in the script; RFC 5231 §4 quotes ABNF strings, which RFC 5234 §2.3 makes case-insensitive.</param>
    public static bool TryParse(string text, out RelationalOperator relation)
    {
        (var known, relation) = text.ToUpperInvariant() switch
        {
            "GT" => (true, RelationalOperator.GreaterThan),
            "GE" => (true, RelationalOperator.GreaterOrEqual),
            "LT" => (true, RelationalOperator.LessThan),
            "LE" => (true, RelationalOperator.LessOrEqual),
            "EQ" => (true, RelationalOperator.Equal),
            "NE" => (true, RelationalOperator.NotEqual),
            _ => (false, default),
        };
        return known;
    }

    /// <param name="order">What <see cref="Comparator.Compare"/> says of the value of the message and the key of the test, in this order.</param>
    public static bool Holds(this RelationalOperator relation, int order) => relation switch
    {
        RelationalOperator.GreaterThan => order > 0,
        RelationalOperator.GreaterOrEqual => order >= 0,
        RelationalOperator.LessThan => order < 0,
        RelationalOperator.LessOrEqual => order <= 0,
        RelationalOperator.Equal => order == 0,
        _ => order != 0,
    };
}
