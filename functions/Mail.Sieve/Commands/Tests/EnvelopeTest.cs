namespace Mail.Sieve;

/// <summary><c>envelope</c> (RFC 5228 §5.4).</summary>
internal sealed class EnvelopeTest : TestDefinition
{
    private const string Parts = "envelope parts";
    private const string Keys = "key list";

    public override string Name => "envelope";

    public override string Capability => Sieve.Capability.Envelope;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. MatchTags.Definitions, .. AddressParts.Definitions];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Parts, ArgumentType.StringList), new(Keys, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var parts = arguments.Texts(Parts)!;
        foreach (var part in parts.Constants ?? [])
        {
            // RFC 5228 §5.4: unknown parts must be treated as an error.
            if (!IsKnown(part))
            {
                arguments.Fail(Parts, $"expected \"from\", \"to\" or \"auth\", but found '{part}'");
            }
        }

        return new Node(arguments.Position, parts, AddressParts.From(arguments), Matcher.From(arguments, Keys));
    }

    private static bool IsKnown(string part) => part.ToLowerInvariant() is "from" or "to" or "auth";

    private sealed class Node(ScriptPosition position, TextList parts, AddressPart addressPart, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var part in parts.Expand(run))
            {
                if (!IsKnown(part))
                {
                    run.Fail(position, "expected \"from\", \"to\" or \"auth\" as the part of the envelope");
                    return false;
                }

                // RFC 5231 §4.2: the null reverse-path does not count.
                if (Value(run, part) is { } value && (!matcher.IsCount || value.Length > 0) && match.Try(value))
                {
                    return true;
                }
            }

            return match.Finish();
        }

        private string? Value(SieveRun run, string part)
        {
            var address = part.ToLowerInvariant() switch
            {
                "from" => Path(run.Environment.EnvelopeFrom),
                "to" => Path(run.Environment.EnvelopeTo),
                // A user name need not be an address.
                _ => run.Environment.EnvelopeAuth,
            };
            // RFC 5228 §5.4: the null reverse-path is the empty string, whatever part of it is asked for.
            return string.IsNullOrEmpty(address) ? address : AddressParts.Take(addressPart, address, run.Options.SubaddressSeparators);
        }

        private static string? Path(string? path) => path is null ? null : EnvelopePath.Address(path);
    }
}
