namespace Mail.Sieve;

/// <summary>A variable of the script; empty until it is set (RFC 5229 §3).</summary>
internal sealed class VariablePart(string name) : TextPart
{
    public override string Value(SieveRun run) => run.Variables.Get(name);
}
