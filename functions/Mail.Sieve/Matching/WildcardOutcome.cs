namespace Mail.Sieve.Matching;

internal enum WildcardOutcome
{
    NoMatch,
    Match,

    /// <summary>Nothing was decided: the match was given up because it would have taken too long.</summary>
    TooCostly,
}
