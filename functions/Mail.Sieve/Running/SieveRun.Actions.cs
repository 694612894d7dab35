namespace Mail.Sieve;

internal sealed partial class SieveRun
{
    public ActionCollector Actions { get; } = new(options, environment.DefaultMailbox);

    public List<DuplicateMark> Duplicates { get; } = [];

    /// <summary>The variable that flag commands work on unless they name another (RFC 5232 §2).</summary>
    public IReadOnlyList<string> Flags { get; set; } = [];

    public HeaderEdits Edits { get; set; } = HeaderEdits.None;

    public void Add(SieveAction action, ScriptPosition position)
    {
        if (Actions.Add(action) is { } problem)
        {
            Fail(position, problem);
        }
    }

    /// <summary>Runs one scope after those before it.</summary>
    /// <returns>The next scope may run: the message would still be kept.</returns>
    public async ValueTask<bool> ExecuteAsync(SieveScope scope)
    {
        Scope = scope.Name;
        Variables = new VariableSet();
        MatchValues = [];
        foreach (var script in scope.Scripts)
        {
            Script = script;
            var flow = await script.Body.ExecuteAsync(this);
            if (HasFailed)
            {
                return false;
            }

            if (flow == Flow.Stop)
            {
                break;
            }
        }

        return Actions.EndScope();
    }

    public SieveResult Result() => new()
    {
        Actions = Actions.Result(
            new KeepAction { Origin = new ActionOrigin(Scope, Script?.Name ?? "", Line: 0), IsImplicit = true, Flags = Flags, Edits = Edits },
            HasFailed),
        Duplicates = HasFailed ? [] : Duplicates,
        Error = Error,
        Spent = Spent,
    };
}
