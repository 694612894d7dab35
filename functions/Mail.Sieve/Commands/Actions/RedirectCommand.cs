namespace Mail.Sieve;

/// <summary><c>redirect</c> (RFC 5228 §4.2), with <c>:copy</c> (RFC 3894).</summary>
internal sealed class RedirectCommand : CommandDefinition
{
    private const string Address = "address";
    private const string Copy = "copy";

    public override string Name => "redirect";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new(Copy, Capability: Sieve.Capability.Copy)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Address, ArgumentType.String)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        var address = arguments.Text(Address)!;
        if (address.Constant is { } constant && !SieveAddress.TryParse(constant, out _, out var error))
        {
            arguments.Fail(Address, $"expected an address to redirect to: {error}");
            return null;
        }

        return new Node(arguments.Position, address, arguments.Has(Copy));
    }

    private sealed class Node(ScriptPosition position, TextTemplate address, bool copy) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            if (!SieveAddress.TryParse(address.Expand(run), out var to, out var error))
            {
                run.Fail(Position, $"expected an address to redirect to: {error}");
                return;
            }

            // RFC 3894 §3: with :copy the implicit keep stands.
            run.Actions.ImplicitKeep &= copy;
            run.Add(new RedirectAction { Origin = run.Origin(Position), Address = to, Edits = run.Edits }, Position);
        }
    }
}
