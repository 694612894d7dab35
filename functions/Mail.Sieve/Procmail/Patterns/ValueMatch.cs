namespace Mail.Sieve.Procmail;

/// <param name="Key">What is looked for, as the kind of match takes it.</param>
/// <param name="Remark">What differs from the pattern that it was made of.</param>
/// <param name="Group">The number of the group that is procmail's <c>MATCH</c>; 0 for none.</param>
internal sealed record ValueMatch(MatchKind Kind, string Key, string? Remark = null, int Group = 0);
