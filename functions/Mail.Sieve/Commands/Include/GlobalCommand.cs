namespace Mail.Sieve;

/// <summary><c>global</c> (RFC 6609 §3.4.1). Only the compiler needs it.</summary>
internal sealed class GlobalCommand : CommandDefinition
{
    private const string Names = "names of the variables";

    public override string Name => "global";

    public override string Capability => Sieve.Capability.Include;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Names, ArgumentType.StringList)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        var binder = arguments.Binder;
        if (!binder.IsActive(Sieve.Capability.Variables))
        {
            arguments.Fail($"expected require \"{Sieve.Capability.Variables}\" before 'global' is used");
            return null;
        }

        foreach (var name in arguments.Constants(Names))
        {
            if (!VariableName.IsIdentifier(name) || name.Length > VariableName.MaxLength)
            {
                arguments.Fail(Names, $"expected the name of a variable without a namespace, but found '{name}'");
            }
            else if (!binder.TryDeclareGlobal(name))
            {
                arguments.Fail(Names, $"expected 'global' before variable '{name}' is set");
            }
        }

        return null;
    }
}
