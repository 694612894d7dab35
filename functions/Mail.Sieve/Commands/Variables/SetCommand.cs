namespace Mail.Sieve;

/// <summary><c>set</c> (RFC 5229 §4).</summary>
internal sealed class SetCommand : CommandDefinition
{
    private const string Variable = "name of the variable";
    private const string Value = "value";

    public override string Name => "set";

    public override string Capability => Sieve.Capability.Variables;

    public override IReadOnlyList<TagDefinition> Tags => VariableModifiers.Tags;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Variable, ArgumentType.String), new(Value, ArgumentType.String)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        if (arguments.Constant(Variable) is not { } name)
        {
            return null;
        }

        var value = arguments.Text(Value)!;
        var variable = arguments.Binder.SettableVariable(name, out var error);
        if (variable is null)
        {
            arguments.Fail(Variable, error!);
            return null;
        }

        return new Node(arguments.Position, variable, value, VariableModifiers.From(arguments));
    }

    private sealed class Node(ScriptPosition position, VariableTarget variable, TextTemplate value, Func<string, int, string>[] modifiers) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            var text = value.Expand(run);
            run.Spend(modifiers.Length * (text.Length >> 6), Position);
            foreach (var modifier in modifiers)
            {
                text = modifier(text, run.Options.MaxVariableLength);
            }

            variable.Set(run, text, Position);
        }
    }
}
