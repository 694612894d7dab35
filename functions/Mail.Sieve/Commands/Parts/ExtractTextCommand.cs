namespace Mail.Sieve;

/// <summary><c>extracttext</c> (RFC 5703 §7).</summary>
internal sealed class ExtractTextCommand : CommandDefinition
{
    private const string First = "first";
    private const string Variable = "name of the variable";

    public override string Name => "extracttext";

    public override string Capability => Sieve.Capability.ExtractText;

    public override IReadOnlyList<TagDefinition> Tags { get; } = [.. VariableModifiers.Tags, new(First, ArgumentType.Number)];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Variable, ArgumentType.String)];

    public override CommandNode? Compile(BoundArguments arguments)
    {
        // RFC 5703 §8: without these two there is nothing that it could work on.
        if (!arguments.Binder.IsActive(Sieve.Capability.Variables) || !arguments.Binder.IsActive(Sieve.Capability.ForEveryPart))
        {
            arguments.Fail("expected require \"variables\" and \"foreverypart\" before 'extracttext' is used");
            return null;
        }

        if (arguments.Binder.Loops.Count == 0)
        {
            arguments.Fail("expected 'extracttext' within 'foreverypart'");
            return null;
        }

        return arguments.Constant(Variable) is { } name ? Compile(arguments, name) : null;
    }

    private static Node? Compile(BoundArguments arguments, string name)
    {
        if (arguments.Binder.SettableVariable(name, out var error) is not { } variable)
        {
            arguments.Fail(Variable, error!);
            return null;
        }

        return new Node(arguments.Position, variable, arguments.Number(First), VariableModifiers.From(arguments));
    }

    private sealed class Node(ScriptPosition position, VariableTarget variable, long? first, Func<string, int, string>[] modifiers) : CommandNode(position)
    {
        public override async ValueTask<Flow> ExecuteAsync(SieveRun run)
        {
            var text = run.Part is null ? null : await run.TextAsync(run.Part, PartForm.Readable, Position);
            var cut = Cut(text ?? "", Math.Min(first ?? long.MaxValue, run.Options.MaxVariableLength));
            run.Spend(1 + (modifiers.Length * (cut.Length >> 6)), Position);
            variable.Set(run, modifiers.Aggregate(cut, (value, modifier) => modifier(value, run.Options.MaxVariableLength)), Position);
            return Flow.Next;
        }

        /// <summary>Not between the halves of a character.</summary>
        private static string Cut(string text, long length) =>
            text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[(int)length - 1]) ? (int)length - 1 : (int)length)];
    }
}
