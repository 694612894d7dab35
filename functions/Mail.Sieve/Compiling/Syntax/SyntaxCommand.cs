namespace Mail.Sieve;

/// <summary>A command or a test: both are a name with arguments (RFC 5228 §8.2). What they mean is for the binder.</summary>
internal sealed record SyntaxCommand
{
    /// <summary>In lower case.</summary>
    public required string Name { get; init; }

    public required ScriptPosition Position { get; init; }

    public IReadOnlyList<SyntaxArgument> Arguments { get; init; } = [];

    public IReadOnlyList<SyntaxCommand> Tests { get; init; } = [];

    /// <summary>Its arguments could not be read, which has been reported; the name is all that is known.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The tests stand in parentheses.</summary>
    public bool HasTestList { get; init; }

    /// <summary><c>null</c> if it ends in a semicolon, and for tests.</summary>
    public IReadOnlyList<SyntaxCommand>? Block { get; init; }
}
