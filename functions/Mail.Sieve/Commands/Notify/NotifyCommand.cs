namespace Mail.Sieve;

/// <summary><c>notify</c> (RFC 5435 §3), with <c>:fcc</c> (RFC 8580).</summary>
internal sealed class NotifyCommand : CommandDefinition
{
    private const string Method = "method";
    private const string From = "from";
    private const string Importance = "importance";
    private const string Options = "options";
    private const string Message = "message";

    public override string Name => "notify";

    public override string Capability => Sieve.Capability.Enotify;

    public override IReadOnlyList<TagDefinition> Tags { get; } =
    [
        new(From, ArgumentType.String),
        new(Importance, ArgumentType.String),
        new(Options, ArgumentType.StringList),
        new(Message, ArgumentType.String),
        .. FccTags.Definitions,
    ];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Method, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        Check(arguments);
        return new NotifyNode(arguments.Position)
        {
            Method = arguments.Text(Method)!,
            From = arguments.Text(From),
            Importance = arguments.Text(Importance),
            Options = arguments.Texts(Options),
            Message = arguments.Text(Message),
            Copy = FccTags.From(arguments),
        };
    }

    // What has variables is checked when it runs.
    private static void Check(BoundArguments arguments)
    {
        if (arguments.Text(Method)!.Constant is { } method && NotifyMethods.Problem(method, arguments.Options) is { } problem)
        {
            arguments.Fail(Method, problem);
        }

        if (arguments.Text(Importance)?.Constant is { } importance && importance is not ("1" or "2" or "3"))
        {
            arguments.Fail(Importance, $"expected \"1\", \"2\" or \"3\" after ':{Importance}', but found '{importance}'");
        }

        if (arguments.Text(From)?.Constant is { } from && !SieveAddress.TryParse(from, out _, out var error))
        {
            arguments.Fail(From, $"expected an address after ':{From}': {error}");
        }

        foreach (var option in arguments.Texts(Options)?.Constants ?? [])
        {
            if (!NotifyOption.IsValid(option))
            {
                arguments.Fail(Options, $"expected name=value after ':{Options}', but found '{option}'");
            }
        }
    }
}
