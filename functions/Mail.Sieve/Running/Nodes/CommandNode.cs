namespace Mail.Sieve;

/// <summary>A compiled command. It holds nothing of any message, so that any number may run it at once.</summary>
internal abstract class CommandNode(ScriptPosition position)
{
    public ScriptPosition Position { get; } = position;

    /// <summary>Errors are reported to the run, which then ends whatever is returned.</summary>
    public abstract ValueTask<Flow> ExecuteAsync(SieveRun run);
}
