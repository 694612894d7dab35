namespace Mail.Sieve;

/// <summary><c>setflag</c>, <c>addflag</c> and <c>removeflag</c> (RFC 5232 §3).</summary>
internal sealed class FlagCommand(string name, FlagChange change) : CommandDefinition
{
    private const string Variable = "name of the variable";
    private const string Flags = "flags";

    public override string Name => name;

    public override string Capability => Sieve.Capability.Imap4Flags;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Variable, ArgumentType.String, IsOptional: true), new(Flags, ArgumentType.StringList)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        if (!FlagVariable.TryFind(arguments, Variable, out var variable))
        {
            return null;
        }

        return new Node(arguments.Position, change, variable, arguments.Texts(Flags)!);
    }

    private sealed class Node(ScriptPosition position, FlagChange change, VariableTarget variable, TextList flags) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            var changes = FlagList.Parse(flags.Expand(run));
            var before = change == FlagChange.Set ? [] : FlagList.Parse([variable.Get(run)]);
            run.Spend(before.Count + changes.Count, Position);
            variable.Set(run, string.Join(' ', change == FlagChange.Remove ? FlagList.Without(before, changes) : FlagList.Union(before, changes)), Position);
        }
    }
}
