namespace Mail.Sieve;

/// <summary>Commands one after the other.</summary>
internal sealed class BlockNode(CommandNode[] commands)
{
    public static BlockNode Empty { get; } = new([]);

    public async ValueTask<Flow> ExecuteAsync(SieveRun run)
    {
        foreach (var command in commands)
        {
            run.Spend(1, command.Position);
            if (run.HasFailed)
            {
                return Flow.Stop;
            }

            var flow = await command.ExecuteAsync(run);
            if (flow != Flow.Next || run.HasFailed)
            {
                return run.HasFailed ? Flow.Stop : flow;
            }
        }

        return Flow.Next;
    }
}
