namespace Mail.Sieve.Procmail;

/// <summary>One program with its arguments.</summary>
/// <param name="Words">The program first, variables replaced, quotes gone.</param>
/// <param name="Output">The file that its output goes to; <c>null</c> for none.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Words, string? Output)
{
    /// <summary>The last part of its path.</summary>
    public string Program => Words.Count == 0 ? "" : Words[0][(Words[0].LastIndexOf('/') + 1)..];

    public IEnumerable<string> Arguments => Words.Skip(1);
}
