namespace Mail.Sieve;

/// <summary>The tests that a command or test takes as its argument (RFC 5228 §2.6.3).</summary>
internal enum TestsTaken
{
    None,
    One,
    List,
}
