namespace Mail.Sieve;

/// <summary><c>address</c> (RFC 5228 §5.1).</summary>
internal sealed class AddressTest : TestDefinition
{
    private const string Names = "header list";
    private const string Keys = "key list";

    public override string Name => "address";

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, .. AddressParts.Definitions, .. FieldIndex.Tags(Sieve.Capability.Index), .. FieldSelection.MimeTags];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Names, ArgumentType.StringList), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var names = arguments.Texts(Names)!;
        var selection = FieldSelection.From(arguments);
        foreach (var name in names.Constants ?? [])
        {
            // RFC 5703 §4.2: the fields of a part are taken as if they held addresses.
            if (!selection.IsMime && !AddressFields.Has(name))
            {
                arguments.Fail(Names, $"header '{name}' is not allowed for the address test: expected a field that holds addresses");
            }
        }

        var (part, matcher) = (AddressParts.From(arguments), Matcher.From(arguments, Keys));
        return selection.IsPlain
            ? new Node(arguments.Position, names, part, matcher)
            : new FieldsNode(arguments.Position, names, selection, matcher, (run, field) =>
                field.Addresses.Select(address => AddressParts.Take(part, address, run.Options.SubaddressSeparators)).OfType<string>());
    }

    private sealed class Node(ScriptPosition position, TextList names, AddressPart part, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var name in names.Expand(run))
            {
                var fields = run.Fields(name, position);
                for (var i = 0; i < fields.Count; i++)
                {
                    if (AnyMatches(run, ref match, fields[i].Addresses))
                    {
                        return true;
                    }
                }
            }

            return match.Finish();
        }

        private bool AnyMatches(SieveRun run, ref MatchState match, IReadOnlyList<string> addresses)
        {
            for (var i = 0; i < addresses.Count; i++)
            {
                if (AddressParts.Take(part, addresses[i], run.Options.SubaddressSeparators) is { } value && match.Try(value))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
