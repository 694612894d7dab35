namespace Mail.Sieve.Procmail;

/// <summary>A row of rules: <c>if Test { Actions }</c>.</summary>
public sealed record ImportedRule
{
    /// <summary>Lower-case letters, digits and dashes; no two rules of an import share one.</summary>
    public required string Name { get; init; }

    /// <summary>A Sieve test; <c>true</c> where the actions are always taken.</summary>
    public required string Test { get; init; }

    /// <summary>Sieve commands, one a line.</summary>
    public required string Actions { get; init; }

    /// <summary>Where it comes from: <c>.procmailrc:12</c>.</summary>
    public required string Origin { get; init; }
}
