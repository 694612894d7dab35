namespace Mail.Sieve.Svtest;

/// <summary>A message that the actions of a script led to.</summary>
/// <param name="Octets">The message.</param>
internal sealed record SvtestMail(byte[] Octets)
{
    /// <summary>Of one that is in a folder.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Of one that was sent: the reverse-path, empty for the null one.</summary>
    public string From { get; init; } = "";

    /// <summary>Of one that was sent.</summary>
    public string To { get; init; } = "";
}
