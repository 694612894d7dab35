namespace Mail.Sieve;

/// <summary><c>foreverypart</c>, compiled.</summary>
internal sealed class ForEveryPartNode(ScriptPosition position, string? name, BlockNode block) : CommandNode(position)
{
    public override async ValueTask<Flow> ExecuteAsync(SieveRun run)
    {
        // The compiler counts those of one script; an included script may have its own.
        if (run.LoopDepth >= ForEveryPartCommand.MaxDepth)
        {
            run.Fail(Position, $"more than {ForEveryPartCommand.MaxDepth} loops within each other");
            return Flow.Stop;
        }

        var outer = run.Part;
        run.LoopDepth++;
        var flow = await LoopAsync(run, outer);
        run.LoopDepth--;
        run.Part = outer;
        return flow;
    }

    private async ValueTask<Flow> LoopAsync(SieveRun run, MessagePart? outer)
    {
        // RFC 5703 §3: all parts depth first; a loop within a loop those that the part of the outer one holds.
        var parts = outer is null ? (await run.Message.StructureAsync(run.Cancellation)).SelfAndBelow() : outer.SelfAndBelow().Skip(1);
        foreach (var part in parts)
        {
            run.Spend(1, Position);
            run.Part = part;
            var flow = await block.ExecuteAsync(run);
            if (flow == Flow.Break && (run.BreakTarget is null || run.BreakTarget == name))
            {
                return Flow.Next;
            }

            if (flow != Flow.Next || run.HasFailed)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}
