namespace Mail.Sieve.Matching;

/// <summary>The relations of <c>:value</c> and <c>:count</c>, RFC 5231 §4.</summary>
internal enum RelationalOperator
{
    GreaterThan,
    GreaterOrEqual,
    LessThan,
    LessOrEqual,
    Equal,
    NotEqual,
}
