namespace Mail.Sieve;

/// <summary>The arguments of one command or test, sorted to their places and checked for their types.</summary>
internal sealed class BoundArguments(ScriptBinder binder, SyntaxCommand command)
{
    private readonly Dictionary<string, SyntaxArgument> _tags = [];
    private readonly Dictionary<string, SyntaxArgument> _positionals = [];

    public ScriptPosition Position => command.Position;

    public string Name => command.Name;

    /// <summary>What the script may use here.</summary>
    public ScriptBinder Binder => binder;

    public SieveOptions Options => binder.Options;

    /// <summary>Compiled, as many as the definition takes.</summary>
    public IReadOnlyList<TestNode> Tests { get; set; } = [];

    /// <summary>Compiled; empty when the definition takes none.</summary>
    public BlockNode Block { get; set; } = BlockNode.Empty;

    /// <summary>The command before this one in its block; <c>null</c> for the first, and for tests.</summary>
    public SyntaxCommand? PreviousCommand { get; init; }

    /// <summary>What <see cref="PreviousCommand"/> was compiled to; <c>null</c> also when it had errors.</summary>
    public CommandNode? PreviousNode { get; init; }

    public bool Has(string tag) => _tags.ContainsKey(tag);

    public bool HasPositional(string name) => _positionals.ContainsKey(name);

    /// <summary>Of the tags of a group the one that was given.</summary>
    public string? GroupTag(IReadOnlyList<TagDefinition> tags)
    {
        foreach (var tag in tags)
        {
            if (Has(tag.Name))
            {
                return tag.Name;
            }
        }

        return null;
    }

    /// <summary>The string of a tag or position; <c>null</c> if it was not given.</summary>
    public TextTemplate? Text(string name) => Find(name) is StringArgument { Items: [var item, ..] } ? binder.Template(item) : null;

    /// <summary>The strings of a tag or position; <c>null</c> if it was not given.</summary>
    public TextList? Texts(string name) =>
        Find(name) is StringArgument strings ? new TextList([.. strings.Items.Select(binder.Template)]) : null;

    public long? Number(string name) => Find(name) is NumberArgument number ? number.Value : null;

    /// <summary>
    /// The string where only a constant will do (RFC 5229 §3): for names that the compiler must know. Reports one that has variables, and gives
    /// <c>null</c> for it and for what was not given.
    /// </summary>
    public string? Constant(string name)
    {
        var text = Text(name);
        if (text is { Constant: null })
        {
            Fail(name, "expected a string without variables");
        }

        return text?.Constant;
    }

    /// <summary>As <see cref="Constant"/>, for lists; empty for what was not given.</summary>
    public IReadOnlyList<string> Constants(string name)
    {
        var texts = Texts(name);
        if (texts is { Constants: null })
        {
            Fail(name, "expected strings without variables");
        }

        return texts?.Constants ?? [];
    }

    /// <summary>Reports a problem at a tag or positional argument, or at the command if that was not given.</summary>
    public void Fail(string name, string message) => binder.Problems.Add(PositionOf(name), message);

    /// <summary>Reports a problem at the command or test itself.</summary>
    public void Fail(string message) => binder.Problems.Add(command.Position, message);

    public ScriptPosition PositionOf(string name) => Find(name)?.Position ?? command.Position;

    internal bool TryAddTag(string name, SyntaxArgument value) => _tags.TryAdd(name, value);

    internal void AddPositional(string name, SyntaxArgument value) => _positionals[name] = value;

    private SyntaxArgument? Find(string name) => _tags.GetValueOrDefault(name) ?? _positionals.GetValueOrDefault(name);
}
