namespace Mail.Sieve;

/// <summary>Something that a script wants done with a message. The host does it.</summary>
public abstract record SieveAction
{
    public required ActionOrigin Origin { get; init; }
}
