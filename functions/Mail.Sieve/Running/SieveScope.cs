namespace Mail.Sieve;

/// <summary>
/// Scripts or rows that run one after the other as if they were one text: they share variables and flags, and <c>stop</c> ends them all. What
/// they do with a message that they keep is for the next scope to change.
/// </summary>
/// <param name="Name">For people, such as <c>site</c> or <c>account</c>.</param>
public sealed record SieveScope(string Name, IReadOnlyList<SieveScript> Scripts);
