namespace Mail.Sieve;

/// <summary><c>hasflag</c> (RFC 5232 §4).</summary>
internal sealed class HasFlagTest : TestDefinition
{
    private const string Variables = "names of the variables";
    private const string Flags = "flags";

    public override string Name => "hasflag";

    public override string Capability => Sieve.Capability.Imap4Flags;

    public override IReadOnlyList<TagDefinition> Tags => MatchTags.Definitions;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } =
        [new(Variables, ArgumentType.StringList, IsOptional: true), new(Flags, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments) =>
        new Node(FindVariables(arguments), Matcher.From(arguments, Flags, keysAreFlags: true));

    private static VariableTarget[] FindVariables(BoundArguments arguments)
    {
        if (!arguments.HasPositional(Variables))
        {
            return [FlagVariable.Internal];
        }

        if (!arguments.Binder.IsActive(Sieve.Capability.Variables))
        {
            arguments.Fail(Variables, $"expected require \"{Sieve.Capability.Variables}\" before variables are named");
            return [];
        }

        var found = new List<VariableTarget>();
        foreach (var name in arguments.Constants(Variables))
        {
            if (arguments.Binder.ReadableVariable(name, out var error) is { } variable)
            {
                found.Add(variable);
            }
            else
            {
                arguments.Fail(Variables, error!);
            }
        }

        return [.. found];
    }

    private sealed class Node(VariableTarget[] variables, Matcher matcher) : DirectTest
    {
        protected override bool Evaluate(SieveRun run)
        {
            var match = matcher.Start(run);
            foreach (var variable in variables)
            {
                foreach (var flag in FlagList.Parse([variable.Get(run)]))
                {
                    if (match.Try(flag))
                    {
                        return true;
                    }
                }
            }

            return match.Finish();
        }
    }
}
