namespace Mail.Sieve;

internal sealed partial class SieveRun
{
    private readonly List<DuplicateMark> _duplicates = [];

    public ActionCollector Actions { get; set; } = new(options, environment.DefaultMailbox);

    public IncludeTracker Includes { get; } = new();

    /// <summary>The variable that flag commands work on unless they name another (RFC 5232 §2).</summary>
    public IReadOnlyList<string> Flags { get; set; } = [];

    public HeaderEdits Edits { get; set; } = HeaderEdits.None;

    /// <summary>Of several marks for one id the last counts (RFC 7352 §3.3).</summary>
    public void Remember(DuplicateMark mark, ScriptPosition position)
    {
        _duplicates.RemoveAll(m => m.Handle == mark.Handle && m.Id == mark.Id);
        if (_duplicates.Count >= Options.MaxActions)
        {
            Fail(position, $"more than {Options.MaxActions} ids to remember for one message");
        }

        _duplicates.Add(mark);
    }

    public void Add(SieveAction action, ScriptPosition position)
    {
        // What failed while its arguments were made is not meant as it stands.
        if (!HasFailed && Actions.Add(action) is { } problem)
        {
            Fail(position, problem);
        }
    }

    /// <summary>Runs one scope after those before it.</summary>
    /// <returns>The next scope may run: the message would still be kept.</returns>
    public async ValueTask<bool> ExecuteAsync(SieveScope scope)
    {
        Scope = scope.Name;
        BeginActions();
        Variables = new VariableSet();
        GlobalVariables = new VariableSet();
        MatchValues = [];
        foreach (var script in scope.Scripts)
        {
            Script = script;
            var flow = await script.Body.ExecuteAsync(this);
            if (HasFailed)
            {
                return false;
            }

            // RFC 6609 §3.3: a return outside of an included script has the same effect as stop.
            if (flow is Flow.Stop or Flow.Return)
            {
                break;
            }
        }

        return Actions.IsKept;
    }

    private void BeginActions()
    {
        // The flags of a keep are for whatever becomes of it now.
        if (Actions.Current.OfType<KeepAction>().FirstOrDefault() is { } keep)
        {
            Flags = keep.Flags;
        }

        Actions.BeginScope();
    }

    public SieveResult Result() => new()
    {
        Actions = Actions.Result(
            // RFC 5293 §7: after an error, with the header as it came.
            new KeepAction { Origin = new ActionOrigin(Scope, Script?.Name ?? "", Line: 0), IsImplicit = true, Flags = Flags, Edits = HasFailed ? HeaderEdits.None : Edits },
            HasFailed),
        Duplicates = HasFailed ? [] : _duplicates,
        Error = Error,
        Spent = Spent,
    };
}
