namespace Mail.Sieve;

/// <summary><c>duplicate</c>, compiled.</summary>
internal sealed class DuplicateNode(ScriptPosition position) : TestNode
{
    public required TextTemplate Handle { get; init; }

    /// <summary>The field whose value is the unique ID, unless <see cref="UniqueId"/> is.</summary>
    public required TextTemplate Header { get; init; }

    public required TextTemplate? UniqueId { get; init; }

    public required TimeSpan Period { get; init; }

    public required bool IsLast { get; init; }

    public override async ValueTask<bool> EvaluateAsync(SieveRun run)
    {
        // RFC 7352 §3.1, §3.3: without an ID, or for no time at all, nothing is a duplicate.
        if (Period == TimeSpan.Zero || FindId(run) is not { } id)
        {
            return false;
        }

        run.Spend(SieveRun.CostOfQuestion, position);
        if (run.HasFailed)
        {
            return false;
        }

        var handle = Handle.Expand(run);
        var isDuplicate = await run.Host.IsDuplicateAsync(handle, id, run.Cancellation);
        if (!isDuplicate || IsLast)
        {
            run.Remember(new DuplicateMark(handle, id, Period), position);
        }

        return isDuplicate;
    }

    // RFC 7352 §3.1: of several fields the first.
    private string? FindId(SieveRun run)
    {
        if (UniqueId is not null)
        {
            return UniqueId.Expand(run);
        }

        var fields = run.Message.Fields(Header.Expand(run));
        return fields.Count > 0 ? fields[0].Value : null;
    }
}
