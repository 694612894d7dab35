namespace Mail.Sieve;

/// <summary><c>duplicate</c> (RFC 7352 §3).</summary>
internal sealed class DuplicateTest : TestDefinition
{
    private const string Handle = "handle";
    private const string Header = "header";
    private const string UniqueId = "uniqueid";
    private const string Seconds = "seconds";
    private const string Last = "last";
    private const string Source = "source of the unique ID";

    public override string Name => "duplicate";

    public override string Capability => Sieve.Capability.Duplicate;

    public override IReadOnlyList<TagDefinition> Tags { get; } =
    [
        new(Handle, ArgumentType.String),
        new(Header, ArgumentType.String, Group: Source),
        new(UniqueId, ArgumentType.String, Group: Source),
        new(Seconds, ArgumentType.Number),
        new(Last),
    ];

    public override TestNode Compile(BoundArguments arguments) => new DuplicateNode(arguments.Position)
    {
        Handle = arguments.Text(Handle) ?? TextTemplate.Empty,
        Header = arguments.Text(Header) ?? TextTemplate.Of("Message-ID"),
        UniqueId = arguments.Text(UniqueId),
        Period = Period(arguments.Number(Seconds), arguments.Options),
        IsLast = arguments.Has(Last),
    };

    // RFC 7352 §3.3: beyond the limit of the site the limit counts, without an error.
    private static TimeSpan Period(long? seconds, SieveOptions options) =>
        seconds is null ? options.DuplicateDefaultPeriod
        : seconds > options.DuplicateMaxPeriod.TotalSeconds ? options.DuplicateMaxPeriod
        : TimeSpan.FromSeconds(seconds.Value);
}
