namespace Mail.Sieve;

/// <summary>A command that neither waits for anything nor changes what runs next.</summary>
internal abstract class ActionNode(ScriptPosition position) : CommandNode(position)
{
    public sealed override ValueTask<Flow> ExecuteAsync(SieveRun run)
    {
        Execute(run);
        return new ValueTask<Flow>(Flow.Next);
    }

    protected abstract void Execute(SieveRun run);
}
