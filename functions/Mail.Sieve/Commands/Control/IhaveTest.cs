namespace Mail.Sieve;

/// <summary><c>ihave</c> (RFC 5463 §4). Its outcome is known to the compiler, which does not look into what can then never run.</summary>
internal sealed class IhaveTest : TestDefinition
{
    private const string Capabilities = "extensions";

    public override string Name => "ihave";

    public override string Capability => Sieve.Capability.Ihave;

    public override IReadOnlyList<PositionalDefinition> Positionals { get; } = [new(Capabilities, ArgumentType.StringList)];

    public override TestNode Compile(BoundArguments arguments)
    {
        var binder = arguments.Binder;
        var capabilities = arguments.Constants(Capabilities);
        if (!capabilities.All(c => binder.IsActive(c) || (binder.IsAvailable(c) && !ChangesStrings(c))))
        {
            return ConstantTest.Of(false, isFromIhave: true);
        }

        // RFC 5463 §4: from here to the end of the script, as if they had been required.
        foreach (var capability in capabilities)
        {
            binder.Activate(capability);
        }

        return ConstantTest.Of(true, isFromIhave: true);
    }

    // RFC 5463 §4: not for extensions that change how scripts are read.
    private static bool ChangesStrings(string capability) => capability is Sieve.Capability.Variables or Sieve.Capability.EncodedCharacter;
}
