namespace Mail.Sieve;

/// <summary><c>vacation</c> (RFC 5230 §4), with <c>:seconds</c> (RFC 6131) and <c>:fcc</c> (RFC 8580).</summary>
internal sealed class VacationCommand : CommandDefinition
{
    private const string Reason = "reason";
    private const string Days = "days";
    private const string Seconds = "seconds";
    private const string Subject = "subject";
    private const string From = "from";
    private const string Addresses = "addresses";
    private const string Mime = "mime";
    private const string Handle = "handle";

    private const string Period = "period";

    public override string Name => "vacation";

    public override string Capability => Sieve.Capability.Vacation;

    public override IReadOnlyList<TagDefinition> Tags { get; } =
    [
        new(Days, ArgumentType.Number, Group: Period),
        new(Seconds, ArgumentType.Number, Sieve.Capability.VacationSeconds, Period),
        new(Subject, ArgumentType.String),
        new(From, ArgumentType.String),
        new(Addresses, ArgumentType.StringList),
        new(Mime),
        new(Handle, ArgumentType.String),
        .. FccTags.Definitions,
    ];

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Reason, ArgumentType.String)];

    public override CommandNode Compile(BoundArguments arguments)
    {
        CheckAddresses(arguments);
        return new VacationNode(arguments.Position)
        {
            Reason = arguments.Text(Reason)!,
            IsMime = arguments.Has(Mime),
            Subject = arguments.Text(Subject),
            From = arguments.Text(From),
            Addresses = arguments.Texts(Addresses),
            Handle = arguments.Text(Handle) ?? TextTemplate.Of(MakeHandle(arguments)),
            Period = VacationPeriod(arguments),
            Copy = FccTags.From(arguments),
        };
    }

    // RFC 5230 §4.3: a wrong :from should be an error; so is a wrong address of the owner, which would never match.
    private static void CheckAddresses(BoundArguments arguments)
    {
        if (arguments.Text(From)?.Constant is { } from && !SieveAddress.IsList(from))
        {
            arguments.Fail(From, $"expected an address after ':{From}', but found '{from}'");
        }

        foreach (var address in arguments.Texts(Addresses)?.Constants ?? [])
        {
            if (!SieveAddress.TryParse(address, out _, out var error))
            {
                arguments.Fail(Addresses, $"expected an address after ':{Addresses}', but found '{address}': {error}");
            }
        }
    }

    // RFC 5230 §4.1 and RFC 6131 §2: what is out of the limits of the site is brought into them, without an error.
    private static TimeSpan VacationPeriod(BoundArguments arguments)
    {
        var options = arguments.Options;
        if (arguments.Number(Days) is { } days)
        {
            // Long before the maximum of any site, and within a TimeSpan.
            var period = TimeSpan.FromDays(Math.Clamp(days, 1, 10_000));
            return Clamp(period, options);
        }

        return arguments.Number(Seconds) is { } seconds
            ? Clamp(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)), options)
            : Clamp(options.VacationDefaultPeriod, options);
    }

    private static TimeSpan Clamp(TimeSpan period, SieveOptions options) =>
        period < options.VacationMinPeriod ? options.VacationMinPeriod
        : period > options.VacationMaxPeriod ? options.VacationMaxPeriod
        : period;

    // RFC 5230 §4.2: of what the script says, before variables are expanded; each part counted, so that none can pass for another.
    private static string MakeHandle(BoundArguments arguments) =>
        VacationHandle.Make(arguments.Text(Subject)?.Source, arguments.Text(From)?.Source, arguments.Has(Mime), arguments.Text(Reason)!.Source);
}
