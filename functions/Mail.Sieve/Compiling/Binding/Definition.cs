namespace Mail.Sieve;

/// <summary>What the language says about one command or test: its name, its arguments, and the extension that it comes with.</summary>
internal abstract class Definition
{
    /// <summary>In lower case.</summary>
    public abstract string Name { get; }

    /// <summary>As it is called in messages to people, such as <c>header test</c>.</summary>
    public string Describe() => $"{Name} {(this is TestDefinition ? "test" : "command")}";

    /// <summary>The capability that must be required first; <c>null</c> for what RFC 5228 gives to all.</summary>
    public virtual string? Capability => null;

    public virtual IReadOnlyList<TagDefinition> Tags => [];

    public virtual IReadOnlyList<PositionalDefinition> Positionals => [];

    public virtual TestsTaken Tests => TestsTaken.None;
}
