namespace Mail.Sieve;

/// <summary><c>exists</c> (RFC 5228 §5.5).</summary>
internal sealed class ExistsTest : TestDefinition
{
    private const string Names = "header names";

    public override string Name => "exists";

    public override IReadOnlyList<TagDefinition> Tags => FieldSelection.MimeTags;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Names, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var (names, selection) = (arguments.Texts(Names)!, FieldSelection.From(arguments));
        return selection.IsPlain ? new Node(arguments.Position, names) : new MimeNode(arguments.Position, names, selection);
    }

    private sealed class Node(ScriptPosition position, TextList names) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            foreach (var name in names.Expand(run))
            {
                if (run.Fields(name, position).Count == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private sealed class MimeNode(ScriptPosition position, TextList names, FieldSelection selection) : TestNode
    {
        public override async ValueTask<bool> EvaluateAsync(SieveRun run)
        {
            foreach (var name in names.Expand(run))
            {
                if ((await selection.FieldsAsync(run, [name], position)).Count == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
