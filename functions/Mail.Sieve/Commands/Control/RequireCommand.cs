namespace Mail.Sieve;

/// <summary><c>require</c> (RFC 5228 §3.2).</summary>
internal sealed class RequireCommand : CommandDefinition
{
    private const string Capabilities = "extensions";

    public override string Name => "require";

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Capabilities, ArgumentType.StringList)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        var binder = arguments.Binder;
        if (!binder.IsAtTop || binder.Depth > 0)
        {
            arguments.Fail("expected 'require' before all other commands");
            return null;
        }

        foreach (var capability in arguments.Constants(Capabilities))
        {
            if (binder.IsAvailable(capability))
            {
                binder.Activate(capability);
            }
            else
            {
                arguments.Fail(Capabilities, $"expected the name of an extension that is there, but '{capability}' is not");
            }
        }

        return null;
    }
}
