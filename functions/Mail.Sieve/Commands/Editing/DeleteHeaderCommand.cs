namespace Mail.Sieve;

/// <summary><c>deleteheader</c> (RFC 5293 §5).</summary>
internal sealed class DeleteHeaderCommand : CommandDefinition
{
    private const string Field = "field name";
    private const string Patterns = "value patterns";

    public override string Name => "deleteheader";

    public override string Capability => Sieve.Capability.EditHeader;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, .. FieldIndex.Tags(capability: null)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Field, ArgumentType.String), new(Patterns, ArgumentType.StringList, IsOptional: true)];

    public override CommandNode Compile(BoundArguments arguments) => new Node(
        arguments.Position,
        EditedFieldName.From(arguments, Field),
        // RFC 5293 §5: without patterns the match type is silently ignored.
        arguments.HasPositional(Patterns) ? Matcher.From(arguments, Patterns) : null,
        FieldIndex.From(arguments));

    private sealed class Node(ScriptPosition position, TextTemplate name, Matcher? matcher, FieldIndex? index) : ActionNode(position)
    {
        protected override void Execute(SieveRun run)
        {
            var fieldName = name.Expand(run);
            if (EditedFieldName.Problem(fieldName) is { } problem)
            {
                run.Fail(Position, problem);
                return;
            }

            var fields = run.Fields(fieldName, Position);
            run.Spend(fields.Count >> 2, Position);
            var meant = Enumerable.Range(0, fields.Count).Where(place => IsMeant(run, fields, place)).ToHashSet();
            if (meant.Count > 0 && !run.HasFailed && EditedFieldName.MayDelete(fieldName, run.Options))
            {
                run.Edit(run.Edits.Delete(fieldName, run.UneditedMessage.Fields(fieldName), meant.Contains));
            }
        }

        private bool IsMeant(SieveRun run, IReadOnlyList<HeaderField> fields, int place)
        {
            // RFC 5293 §5: the counting happens before the match.
            if (index is not null && index.Of(fields.Count) != place)
            {
                return false;
            }

            if (matcher is null)
            {
                return true;
            }

            var match = matcher.Start(run);
            return match.Try(fields[place].Value) || match.Finish();
        }
    }
}
