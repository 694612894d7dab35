namespace Mail.Sieve;

/// <summary>A test with the same outcome for all messages.</summary>
internal sealed class ConstantTest : DirectTest
{
    private static readonly ConstantTest KnownTrue = new(true, isFromIhave: false);
    private static readonly ConstantTest KnownFalse = new(false, isFromIhave: false);
    private static readonly ConstantTest HasIt = new(true, isFromIhave: true);
    private static readonly ConstantTest HasItNot = new(false, isFromIhave: true);

    private readonly bool _value;

    private ConstantTest(bool value, bool isFromIhave)
    {
        _value = value;
        IsFromIhave = isFromIhave;
    }

    public static ConstantTest True => KnownTrue;

    public static ConstantTest False => KnownFalse;

    public override bool? Known => _value;

    public override bool IsFromIhave { get; }

    public static ConstantTest Of(bool value, bool isFromIhave) =>
        isFromIhave ? (value ? HasIt : HasItNot) : value ? KnownTrue : KnownFalse;

    protected override bool Evaluate(SieveRun run) => _value;
}
