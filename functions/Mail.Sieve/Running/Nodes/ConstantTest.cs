namespace Mail.Sieve;

/// <summary>A test with the same outcome for all messages.</summary>
internal sealed class ConstantTest : DirectTest
{
    private readonly bool _value;

    private ConstantTest(bool value) => _value = value;

    public static ConstantTest True { get; } = new(true);

    public static ConstantTest False { get; } = new(false);

    public override bool? Known => _value;

    public static ConstantTest Of(bool value) => value ? True : False;

    protected override bool Evaluate(SieveRun run) => _value;
}
