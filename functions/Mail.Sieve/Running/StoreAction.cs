namespace Mail.Sieve;

/// <summary>The message is put into a mailbox, as it stands when the command runs.</summary>
public abstract record StoreAction : SieveAction
{
    /// <summary>IMAP flags and keywords as the script writes them (RFC 5232 §2), each once; empty for none.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Header edits in force when the command ran (RFC 5293 §6).</summary>
    public HeaderEdits Edits { get; init; } = HeaderEdits.None;
}
