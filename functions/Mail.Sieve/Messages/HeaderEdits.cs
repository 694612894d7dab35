namespace Mail.Sieve;

/// <summary>Changes to the header of a message (RFC 5293), not yet made.</summary>
public sealed class HeaderEdits
{
    public static HeaderEdits None { get; } = new();

    public bool IsEmpty { get; } = true;
}
