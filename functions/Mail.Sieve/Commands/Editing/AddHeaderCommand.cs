namespace Mail.Sieve;

/// <summary><c>addheader</c> (RFC 5293 §4).</summary>
internal sealed class AddHeaderCommand : CommandDefinition
{
    private const string Last = "last";
    private const string Field = "field name";
    private const string Value = "value";

    public override string Name => "addheader";

    public override string Capability => Sieve.Capability.EditHeader;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [new(Last)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Field, ArgumentType.String), new(Value, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        var (name, value) = (EditedFieldName.From(arguments, Field), arguments.Text(Value)!);
        if (value.Constant is { } constant && EditedFieldValue.Problem(constant, arguments.Options) is { } problem)
        {
            arguments.Fail(Value, problem);
        }

        return new Node(arguments.Position, name, value, arguments.Has(Last));
    }

    private sealed class Node(ScriptPosition position, TextTemplate name, TextTemplate value, bool last) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            var (fieldName, text) = (name.Expand(run), value.Expand(run));
            if ((EditedFieldName.Problem(fieldName) ?? EditedFieldValue.Problem(text, run.Options)) is { } problem)
            {
                run.Fail(Position, problem);
                return;
            }

            // RFC 5293 §6: an attempt that is not permitted is silently ignored.
            if (!EditedFieldName.MayAdd(fieldName, run.Options))
            {
                return;
            }

            if (run.Edits.AddedCount >= run.Options.MaxAddedFields)
            {
                run.Fail(Position, $"more than {run.Options.MaxAddedFields} fields added to one message");
                return;
            }

            run.Edit(run.Edits.Add(fieldName, EditedFieldValue.OneLine(text), last));
        }
    }
}
