namespace Mail.Sieve;

/// <summary>Stands for a test that had problems, so that the rest of the script can be looked at. A script with it never runs.</summary>
internal sealed class BrokenTest : DirectTest
{
    private BrokenTest()
    {
    }

    public static BrokenTest Instance { get; } = new();

    protected override bool Evaluate(SieveRun run) => false;
}
