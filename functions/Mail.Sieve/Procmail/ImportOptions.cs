namespace Mail.Sieve.Procmail;

/// <summary>What an importer cannot read in the file itself.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// Gives the text of a file that the imported one names (<c>INCLUDERC</c>, a list of addresses, the text of an answer), by the name as it
    /// stands there with its variables replaced; <c>null</c> when there is none, or it is not to be read. Unless set, nothing is read.
    /// </summary>
    public Func<string, string?> ReadFile { get; init; } = _ => null;

    /// <summary>What <c>$HOME</c> stands for.</summary>
    public string Home { get; init; } = "/home/user";

    /// <summary>What <c>$LOGNAME</c> stands for.</summary>
    public string User { get; init; } = "user";

    /// <summary>What is put behind a local name that mail is forwarded to; <c>null</c> reports such a name instead.</summary>
    public string? Domain { get; init; }
}
