namespace Mail.Sieve;

/// <summary>Gives meaning to what the parser read: finds the definition of each command and test, and has it compiled.</summary>
internal sealed partial class ScriptBinder
{
    private readonly HashSet<string> _active = new(StringComparer.Ordinal);
    private readonly HashSet<string> _globals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locals = new(StringComparer.Ordinal);
    private int _regexes;

    public ScriptBinder(Language language, SieveOptions options, ProblemList problems)
    {
        Language = language;
        Options = options;
        Problems = problems;
        if (!options.RequireExtensions)
        {
            _active.UnionWith(language.Capabilities.Where(IsAvailable));
        }
    }

    /// <summary>What there is to write scripts in.</summary>
    public Language Language { get; }

    public SieveOptions Options { get; }

    public ProblemList Problems { get; }

    public IReadOnlySet<string> Active => _active;

    /// <summary>Nothing but <c>require</c> has been seen so far (RFC 5228 §3.2).</summary>
    public bool IsAtTop { get; private set; } = true;

    /// <summary>Blocks around what is being compiled.</summary>
    public int Depth { get; private set; }

    /// <summary>The names of the loops around what is being compiled, empty for those without one.</summary>
    public List<string> Loops { get; } = [];

    /// <summary>The capability is known and the options allow it.</summary>
    public bool IsAvailable(string capability) =>
        Language.Capabilities.Contains(capability) && Options.Extensions?.Contains(capability) != false;

    /// <summary>The capability may be used here: it was required, or the options make that unnecessary.</summary>
    public bool IsActive(string capability) => _active.Contains(capability);

    /// <returns>False when there are too many regular expressions.</returns>
    public bool TryCountRegex() => ++_regexes <= Options.MaxRegexes;

    public void Activate(string capability) => _active.UnionWith(Language.WithImplied(capability));

    public BlockNode Bind(IReadOnlyList<SyntaxCommand> commands)
    {
        var nodes = new List<CommandNode>(commands.Count);
        SyntaxCommand? previous = null;
        CommandNode? previousNode = null;
        foreach (var command in commands)
        {
            // RFC 5228 §3.2: require is used before any other commands.
            IsAtTop &= command.Name == "require";
            var node = BindCommand(command, previous, previousNode);
            if (node is not null && node != previousNode)
            {
                nodes.Add(node);
            }

            previous = command;
            previousNode = node;
        }

        return new BlockNode([.. nodes]);
    }

    private CommandNode? BindCommand(SyntaxCommand command, SyntaxCommand? previous, CommandNode? previousNode)
    {
        var definition = Language.Command(command.Name, _active);
        if (definition is null)
        {
            ReportUnknown(command, "command", Language.Commands(command.Name), isOtherKind: Language.Tests(command.Name).Any());
            return null;
        }

        if (command.IsBroken)
        {
            return null;
        }

        var bound = new BoundArguments(this, command) { PreviousCommand = previous, PreviousNode = previousNode };
        var isBound = new ArgumentBinder(this, definition, command, bound).TryBind();
        isBound &= TryBindTests(definition, command, bound, isBound);
        isBound &= TryBindBlock(definition, command, bound);
        return isBound ? definition.Compile(bound) : null;
    }

    private TestNode BindTest(SyntaxCommand test)
    {
        var definition = Language.Test(test.Name, _active);
        if (definition is null)
        {
            ReportUnknown(test, "test", Language.Tests(test.Name), isOtherKind: Language.Commands(test.Name).Any());
            return BrokenTest.Instance;
        }

        var bound = new BoundArguments(this, test);
        var isBound = new ArgumentBinder(this, definition, test, bound).TryBind();
        isBound &= TryBindTests(definition, test, bound, isBound);
        return isBound ? definition.Compile(bound) : BrokenTest.Instance;
    }

    private void ReportUnknown(SyntaxCommand command, string kind, IEnumerable<Definition> known, bool isOtherKind)
    {
        var missing = known.Select(d => d.Capability).FirstOrDefault(c => c is not null && IsAvailable(c));
        Problems.Add(command.Position, missing is not null ? $"expected require \"{missing}\" before '{command.Name}' is used"
            : isOtherKind ? $"expected a {kind}: cannot use {(kind == "test" ? "command" : "test")} '{command.Name}' as a {kind}"
            : $"expected a {kind}, but there is none called '{command.Name}'");
    }
}
