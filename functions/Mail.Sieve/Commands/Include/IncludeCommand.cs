namespace Mail.Sieve;

/// <summary><c>include</c> (RFC 6609 §3.2).</summary>
internal sealed class IncludeCommand : CommandDefinition
{
    private const string Script = "name of the script";
    private const string Location = "location";
    private const string Personal = "personal";
    private const string Global = "global";
    private const string Once = "once";
    private const string Optional = "optional";

    // RFC 5804 §1.6: at least 128 characters must be possible.
    private const int MaxName = 128;

    public override string Name => "include";

    public override string Capability => Sieve.Capability.Include;

    public override IReadOnlyList<TagDefinition> Tags { get; } =
        [new(Personal, Group: Location), new(Global, Group: Location), new(Once), new(Optional)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Script, ArgumentType.String)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        // RFC 6609 §3.2: the name is a constant, and restricted as RFC 5804 §1.6 has it.
        if (arguments.Constant(Script) is not { } name)
        {
            return null;
        }

        if (!IsName(name))
        {
            arguments.Fail(Script, $"expected the name of a script, 1 to {MaxName} characters without controls and '/'");
            return null;
        }

        return new IncludeNode(arguments.Position)
        {
            Location = arguments.Has(Global) ? IncludeLocation.Global : IncludeLocation.Personal,
            Name = name,
            Once = arguments.Has(Once),
            Optional = arguments.Has(Optional),
        };
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && !name.Any(c => char.IsControl(c) || c is '/' or '\u2028' or '\u2029');
}
