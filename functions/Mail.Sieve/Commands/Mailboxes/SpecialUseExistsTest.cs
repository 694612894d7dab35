namespace Mail.Sieve;

/// <summary><c>specialuse_exists</c> (RFC 8579 §3): all of the attributes.</summary>
internal sealed class SpecialUseExistsTest : TestDefinition
{
    private const string Mailbox = "mailbox";
    private const string Attributes = "special-use attributes";

    public override string Name => "specialuse_exists";

    public override string Capability => Sieve.Capability.SpecialUse;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Mailbox, ArgumentType.String, IsOptional: true), new(Attributes, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var attributes = arguments.Texts(Attributes)!;
        foreach (var attribute in attributes.Constants ?? [])
        {
            if (!SpecialUseAttribute.IsValid(attribute))
            {
                arguments.Fail(Attributes, $"expected a special-use attribute such as \\Junk, but found '{attribute}'");
            }
        }

        return new Node(arguments.Position, arguments.Text(Mailbox), attributes);
    }

    private sealed class Node(ScriptPosition position, TextTemplate? mailbox, TextList attributes) : TestNode
    {
        public override async ValueTask<bool> EvaluateAsync(SieveRun run)
        {
            var name = mailbox?.Expand(run);
            foreach (var attribute in attributes.Expand(run))
            {
                run.Spend(SieveRun.CostOfQuestion, position);
                if (run.HasFailed || !await run.Host.SpecialUseExistsAsync(name, attribute, run.Cancellation))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
