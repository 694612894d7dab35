namespace Mail.Sieve;

/// <summary><c>include</c>, compiled.</summary>
internal sealed class IncludeNode(ScriptPosition position) : CommandNode(position)
{
    // Scripts are at hand, compiled; finding one takes a look into a table in memory.
    private const int CostOfInclude = 50;

    public required IncludeLocation Location { get; init; }

    public required string Name { get; init; }

    public required bool Once { get; init; }

    public required bool Optional { get; init; }

    public override async ValueTask<Flow> ExecuteAsync(SieveRun run)
    {
        var id = new IncludeId(Location, Name);
        if (Once && run.Includes.WasIncluded(id))
        {
            return Flow.Next;
        }

        run.Spend(CostOfInclude, Position);
        if (run.HasFailed)
        {
            return Flow.Stop;
        }

        if (run.Includes.Problem(id, run.Options) is { } problem)
        {
            run.Fail(Position, problem);
            return Flow.Stop;
        }

        var script = await run.Host.IncludeAsync(Location, Name, run.Cancellation);
        if (script is not null)
        {
            return await ExecuteAsync(run, id, script);
        }

        if (!Optional)
        {
            run.Fail(Position, $"there is no {Location.ToString().ToLowerInvariant()} script '{Name}' that could be included");
        }

        return Flow.Next;
    }

    private static async ValueTask<Flow> ExecuteAsync(SieveRun run, IncludeId id, SieveScript script)
    {
        var (includer, variables) = (run.Script, run.Variables);
        run.Includes.Enter(id);
        run.Script = script;
        // RFC 6609 §3.4: variables are private to each script.
        run.Variables = new VariableSet();
        var flow = await script.Body.ExecuteAsync(run);
        if (!run.HasFailed)
        {
            run.Script = includer;
        }

        run.Variables = variables;
        run.Includes.Leave(id);
        // RFC 6609 §3.2, §3.3: stop ends everything, return only the included script.
        return flow == Flow.Return ? Flow.Next : flow;
    }
}
