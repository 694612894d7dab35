namespace Mail.Sieve;

/// <summary>What every script can use. To add a command or test, add its definition here.</summary>
internal static class StandardLanguage
{
    public static IReadOnlyList<Definition> Definitions { get; } =
    [
        new RequireCommand(), new IfCommand(), new ElsifCommand(), new ElseCommand(), new StopCommand(),
        new KeepCommand(), new DiscardCommand(), new FileIntoCommand(), new RedirectCommand(),
        new TrueTest(), new FalseTest(), new NotTest(), new AllOfTest(), new AnyOfTest(), new SizeTest(), new ExistsTest(),
    ];

    /// <summary>Extensions that add neither a command nor a tag.</summary>
    public static IReadOnlyList<string> OtherCapabilities { get; } =
    [
        Capability.EncodedCharacter, Capability.OctetComparator, Capability.AsciiCasemapComparator, Capability.Variables,
    ];
}
