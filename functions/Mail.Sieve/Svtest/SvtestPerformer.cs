namespace Mail.Sieve.Svtest;

/// <summary>Does what a script wants, in the folders and the outbox of a session.</summary>
internal sealed class SvtestPerformer(SvtestSession session, byte[] message, SieveRun run)
{
    private readonly SvtestOutbox _outbox = new(session, run);
    private readonly SvtestNotice _notice = new(run, new SvtestOutbox(session, run));

    /// <returns>What went wrong; <c>null</c> when nothing did.</returns>
    public async ValueTask<string?> PerformAsync(SieveAction action)
    {
        switch (action)
        {
            case KeepAction keep:
                return Store(run.Environment.DefaultMailbox, create: true, await EditAsync(keep.Edits), keep.Flags);
            case FileIntoAction file:
                return Store(file.Mailbox, file.Create, await EditAsync(file.Edits), file.Flags);
            case RedirectAction redirect:
                _outbox.Redirect(await EditAsync(redirect.Edits), redirect.Address);
                return null;
            case RejectAction reject:
                SvtestRejection.Refuse(reject, _outbox);
                return null;
            case VacationAction vacation:
                new SvtestVacation(session, run, _outbox).Answer(vacation);
                return null;
            case NotifyAction notify:
                _notice.Notify(notify);
                return null;
            default:
                return null;
        }
    }

    private string? Store(string mailbox, bool create, byte[] octets, IReadOnlyList<string> flags)
    {
        // Names below each other have something between the separators.
        if (mailbox.Split('/', '.').Contains(""))
        {
            return $"failed to store into mailbox '{mailbox}': expected the name of a mailbox";
        }

        if (create)
        {
            session.Folders.Create(mailbox);
        }

        return session.Folders.TryAdd(mailbox, new SvtestMail(octets) { Flags = flags })
            ? null
            : $"failed to store into mailbox '{mailbox}': it does not exist";
    }

    private async ValueTask<byte[]> EditAsync(HeaderEdits edits)
    {
        using var edited = new MemoryStream();
        await edits.CopyAsync(new MemoryStream(message), edited, run.Cancellation);
        return edited.ToArray();
    }
}
