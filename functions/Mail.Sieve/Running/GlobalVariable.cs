namespace Mail.Sieve;

/// <summary>A variable that scripts share with those that they include (RFC 6609 §3.4).</summary>
internal sealed record GlobalVariable(string Name) : VariableTarget(Name)
{
    public override string Get(SieveRun run) => run.GlobalVariables.Get(Name);

    public override void Set(SieveRun run, string value, ScriptPosition position) => run.SetVariable(run.GlobalVariables, Name, value, position);
}
