namespace Mail.Sieve;

/// <summary><c>header</c> (RFC 5228 §5.7).</summary>
internal sealed class HeaderTest : TestDefinition
{
    private const string Names = "header names";
    private const string Keys = "key list";

    public override string Name => "header";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, .. FieldIndex.Tags(Sieve.Capability.Index), .. FieldSelection.MimeTags, .. MimeOptions.Tags];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Names, ArgumentType.StringList), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var (names, matcher, selection) = (arguments.Texts(Names)!, Matcher.From(arguments, Keys), FieldSelection.From(arguments));
        var (option, parameters) = MimeOptions.From(arguments, selection);
        return selection.IsPlain
            ? new Node(arguments.Position, names, matcher)
            : new FieldsNode(arguments.Position, names, selection, matcher, (run, field) => MimeValues.Of(field, option, parameters?.Expand(run) ?? []));
    }

    private sealed class Node(ScriptPosition position, TextList names, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var name in names.Expand(run))
            {
                var fields = run.Fields(name, position);
                for (var i = 0; i < fields.Count; i++)
                {
                    if (match.Try(fields[i].Value))
                    {
                        return true;
                    }
                }
            }

            return match.Finish();
        }
    }
}
