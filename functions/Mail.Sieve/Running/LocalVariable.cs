namespace Mail.Sieve;

/// <summary>A variable of one script (RFC 5229), shared by the scripts of one scope but not with those that they include (RFC 6609 §3.4).</summary>
internal sealed record LocalVariable(string Name) : VariableTarget(Name)
{
    public override string Get(SieveRun run) => run.Variables.Get(Name);

    public override void Set(SieveRun run, string value, ScriptPosition position) => run.SetVariable(run.Variables, Name, value, position);
}
