namespace Mail.Sieve.Procmail;

/// <summary>How a field is tested, from the plainest to the most general.</summary>
internal enum MatchKind
{
    /// <summary>The field is there.</summary>
    Exists,

    Is,

    Contains,

    Matches,

    Regex,
}
