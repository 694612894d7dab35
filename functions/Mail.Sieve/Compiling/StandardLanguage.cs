namespace Mail.Sieve;

/// <summary>What every script can use. To add a command or test, add its definition here.</summary>
internal static class StandardLanguage
{
    public static IReadOnlyList<Definition> Definitions { get; } = [.. Commands(), .. Tests()];

    /// <summary>Extensions that add neither a command nor a tag.</summary>
    public static IReadOnlyList<string> OtherCapabilities { get; } =
    [
        Capability.EncodedCharacter,
        Capability.OctetComparator,
        Capability.AsciiCasemapComparator,
        Capability.AsciiNumericComparator,
        Capability.UnicodeCasemapComparator,
    ];

    private static IEnumerable<CommandDefinition> Commands() =>
    [
        // RFC 5228
        new RequireCommand(),
        new IfCommand(),
        new ElsifCommand(),
        new ElseCommand(),
        new StopCommand(),
        new KeepCommand(),
        new DiscardCommand(),
        new FileIntoCommand(),
        new RedirectCommand(),
        // RFC 5229, RFC 5463, RFC 6609
        new SetCommand(),
        new ErrorCommand(),
        new IncludeCommand(),
        new ReturnCommand(),
        new GlobalCommand(),
        // RFC 5232
        new FlagCommand("setflag", FlagChange.Set),
        new FlagCommand("addflag", FlagChange.Add),
        new FlagCommand("removeflag", FlagChange.Remove),
        // RFC 5429, RFC 5230, RFC 5435
        new RejectCommand(Capability.Reject, isExtended: false),
        new RejectCommand(Capability.Ereject, isExtended: true),
        new VacationCommand(),
        new NotifyCommand(),
        // RFC 5293, RFC 5703
        new AddHeaderCommand(),
        new DeleteHeaderCommand(),
        new ForEveryPartCommand(),
        new BreakCommand(),
        new ExtractTextCommand(),
    ];

    private static IEnumerable<TestDefinition> Tests() =>
    [
        // RFC 5228
        new TrueTest(),
        new FalseTest(),
        new NotTest(),
        new AllOfTest(),
        new AnyOfTest(),
        new SizeTest(),
        new ExistsTest(),
        new HeaderTest(),
        new AddressTest(),
        new EnvelopeTest(),
        // RFC 5229, RFC 5463, RFC 5183, RFC 5232
        new StringTest(),
        new IhaveTest(),
        new EnvironmentTest(),
        new HasFlagTest(),
        // RFC 5490, RFC 8579, RFC 7352, RFC 5435
        new MailboxExistsTest(),
        new SpecialUseExistsTest(),
        new DuplicateTest(),
        new ValidNotifyMethodTest(),
        new NotifyMethodCapabilityTest(),
        // RFC 5173, RFC 5260, RFC 5235
        new BodyTest(),
        new DateTest(),
        new CurrentDateTest(),
        new SpamTest(Capability.SpamTestPlus),
        new SpamTest(Capability.SpamTest),
        new VirusTest(),
    ];
}
