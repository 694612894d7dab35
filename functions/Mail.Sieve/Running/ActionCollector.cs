namespace Mail.Sieve;

/// <summary>The actions of the scope that runs, and those of the scopes before it.</summary>
internal sealed class ActionCollector(SieveOptions options, string defaultMailbox)
{
    private readonly List<SieveAction> _finished = [];
    private readonly List<SieveAction> _actions = [];
    private int _redirects;

    /// <summary>No command of the scope has cancelled the implicit keep (RFC 5228 §2.10.2).</summary>
    public bool ImplicitKeep { get; set; } = true;

    /// <summary>Of the scope that runs.</summary>
    public IReadOnlyList<SieveAction> Current => _actions;

    /// <summary>Adds an action unless an equal one is there.</summary>
    /// <returns>Why it cannot be added; <c>null</c> if nothing is wrong.</returns>
    public string? Add(SieveAction action)
    {
        if (Conflict(action) is { } conflict)
        {
            return conflict;
        }

        // RFC 5228 §2.10.3 speaks of the message, whichever scope an action is from.
        if (TryMerge(_actions, action) || TryMerge(_finished, action) || WasAsked(action))
        {
            return null;
        }

        // RFC 5228 §2.10.4
        if (_finished.Count + _actions.Count >= options.MaxActions)
        {
            return $"total number of actions exceeds policy limit of {options.MaxActions}";
        }

        if (action is RedirectAction && ++_redirects > options.MaxRedirects)
        {
            return options.MaxRedirects == 0 ? "redirects are not allowed here" : $"number of redirect actions exceeds policy limit of {options.MaxRedirects}";
        }

        _actions.Add(action);
        return null;
    }

    /// <summary>The scope would leave the message in the default mailbox, which another scope may change.</summary>
    public bool IsKept => ImplicitKeep || _actions.Exists(a => a is KeepAction);

    /// <summary>Begins the next scope: whether the message is kept is for it to say.</summary>
    public void BeginScope()
    {
        _finished.AddRange(_actions.Where(a => a is not (KeepAction or DiscardAction)));
        _actions.Clear();
        ImplicitKeep = true;
    }

    /// <summary>Everything, with the implicit keep if it stands.</summary>
    /// <param name="hasFailed">The message must be kept, whatever the scripts wanted (RFC 5228 §2.10.6).</param>
    public IReadOnlyList<SieveAction> Result(KeepAction implicitKeep, bool hasFailed)
    {
        List<SieveAction> all = [.. _finished, .. _actions];
        if (hasFailed)
        {
            all.RemoveAll(a => a is DiscardAction or RejectAction);
        }

        var isStored = all.Exists(a => a is StoreAction);
        if ((ImplicitKeep && !all.Exists(a => a is KeepAction)) || (hasFailed && !isStored))
        {
            all.Add(implicitKeep);
        }

        if (all.Exists(a => a is StoreAction or RedirectAction or RejectAction))
        {
            all.RemoveAll(a => a is DiscardAction);
        }

        return all;
    }

    // Each scope may have its own vacation or rejection; the sender gets the first.
    private bool WasAsked(SieveAction action) => action switch
    {
        VacationAction => _finished.Exists(a => a is VacationAction),
        RejectAction => _finished.Exists(a => a is RejectAction),
        _ => false,
    };

    // RFC 5228 §2.10.3: twice into one mailbox is once, and no error.
    private bool TryMerge(List<SieveAction> actions, SieveAction action)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            if (IsSame(actions[i], action))
            {
                actions[i] = Merge(actions[i], action);
                return true;
            }
        }

        return false;
    }

    private bool IsSame(SieveAction one, SieveAction other) => (one, other) switch
    {
        (StoreAction a, StoreAction b) => Mailbox(a).Equals(Mailbox(b), StringComparison.OrdinalIgnoreCase),
        (RedirectAction a, RedirectAction b) => a.Address.Equals(b.Address),
        (DiscardAction, DiscardAction) => true,
        (NotifyAction a, NotifyAction b) => a.Method == b.Method && a.Message == b.Message,
        _ => false,
    };

    private string Mailbox(StoreAction action) => action is FileIntoAction { SpecialUse: null } file ? file.Mailbox
        : action is FileIntoAction special ? $"{special.SpecialUse} {special.Mailbox}"
        : defaultMailbox;

    // The later flags count, as they would if the mailbox had them set twice; whoever wants the mailbox made has it made.
    private static SieveAction Merge(SieveAction one, SieveAction other) => (one, other) switch
    {
        (FileIntoAction a, FileIntoAction b) => a with { Flags = b.Flags, Create = a.Create || b.Create },
        (StoreAction a, StoreAction b) => a with { Flags = b.Flags },
        _ => one,
    };

    private string? Conflict(SieveAction action) => action switch
    {
        // RFC 5230 §4.7
        VacationAction when Has<VacationAction>() => "'vacation' more than once for one message",
        // RFC 5429 §2.4: reject is incompatible with what delivers the message, and with vacation.
        RejectAction when Has<RejectAction>() => "'reject' more than once for one message",
        RejectAction when Has<StoreAction>() || Has<RedirectAction>() || Has<VacationAction>() => "'reject' of a message that is also kept, filed, redirected or answered",
        StoreAction or RedirectAction or VacationAction when Has<RejectAction>() => "a message that is rejected cannot also be kept, filed, redirected or answered",
        _ => null,
    };

    private bool Has<T>()
        where T : SieveAction =>
        _actions.Exists(a => a is T);
}
