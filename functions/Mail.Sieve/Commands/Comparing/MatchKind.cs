namespace Mail.Sieve;

/// <summary>How a value is compared with a key.</summary>
internal enum MatchKind
{
    Is,
    Contains,
    Matches,
    Regex,

    /// <summary>In the order of the comparator (RFC 5231 §4.1).</summary>
    Value,

    /// <summary>How many values there are, rather than what they are (RFC 5231 §4.2).</summary>
    Count,
}
