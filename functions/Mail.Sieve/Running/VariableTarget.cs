namespace Mail.Sieve;

/// <summary>A variable that scripts read and perhaps set.</summary>
/// <param name="Name">In lower case.</param>
internal abstract record VariableTarget(string Name)
{
    /// <summary>Empty if it was not set (RFC 5229 §3).</summary>
    public abstract string Get(SieveRun run);

    public abstract void Set(SieveRun run, string value, ScriptPosition position);
}
