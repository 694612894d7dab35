namespace Mail.Sieve.Svtest;

/// <summary><c>${tst.path}</c>: the folder of the test file, for settings that name files.</summary>
internal sealed record SvtestPathVariable() : VariableTarget("tst.path")
{
    public override string Get(SieveRun run) => SvtestSession.Of(run).Folder;

    public override void Set(SieveRun run, string value, ScriptPosition position) => run.Fail(position, "tst.path cannot be set");
}
