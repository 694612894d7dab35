namespace Mail.Sieve.Svtest;

internal sealed partial class SvtestSession
{
    private readonly HashSet<SieveAction> _done = new(ReferenceEqualityComparer.Instance);
    private byte[] _octets = SvtestDefaults.Message;
    private SieveMessage? _message;

    /// <summary>The script whose actions are pending; <c>null</c> when they are those of the test file itself.</summary>
    private SieveRun? _pending;

    /// <summary>The recipient before aliases; <c>null</c> when nothing was said.</summary>
    public string? OriginalRecipient { get; private set; }

    public void ResetResult(SieveRun run)
    {
        _pending = null;
        _done.Clear();
        run.Actions = new ActionCollector(run.Options, run.Environment.DefaultMailbox);
        run.Message = Message(run);
        run.Edits = HeaderEdits.None;
    }

    /// <summary>The names of the pending actions as the tests call them; an implicit keep is none.</summary>
    public IReadOnlyList<string> ActionNames(SieveRun run) =>
        [.. (_pending ?? run).Result().Actions.Where(action => action is not KeepAction { IsImplicit: true }).Select(NameOf)];

    /// <returns>False when an action failed; the message is then kept as it came (RFC 5228 §2.10.6).</returns>
    public async ValueTask<bool> ExecuteResultAsync(SieveRun run)
    {
        Errors.Clear();
        var performer = new SvtestPerformer(this, _octets, run);
        foreach (var action in (_pending ?? run).Result().Actions)
        {
            if (_done.Add(action) && await performer.PerformAsync(action) is { } problem)
            {
                Errors.Add(problem);
                Folders.TryAdd(run.Environment.DefaultMailbox, new SvtestMail(_octets));
                return false;
            }
        }

        return true;
    }

    /// <summary>The message without edits.</summary>
    private ISieveMessage Message(SieveRun run) => _message ?? run.Message;

    private static string NameOf(SieveAction action) => action switch
    {
        KeepAction => "keep",
        FileIntoAction => "store",
        RedirectAction => "redirect",
        RejectAction => "reject",
        DiscardAction => "discard",
        VacationAction => "vacation",
        _ => "notify",
    };
}
