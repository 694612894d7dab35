namespace Mail.Sieve;

/// <summary>A variable; empty until it is set (RFC 5229 §3).</summary>
internal sealed class VariablePart(VariableTarget variable) : TextPart
{
    public override string Value(SieveRun run) => variable.Get(run);
}
