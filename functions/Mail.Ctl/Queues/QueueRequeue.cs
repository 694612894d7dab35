using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class QueueRequeue : CtlCommand
{
    private readonly Argument<string?> _id;
    private readonly Option<bool> _all;

    public QueueRequeue(CtlApp app)
        : base(
            app,
            "requeue",
            "Sends a poisoned message to its queue again, or tries a deferred one now.",
            "mailctl queue requeue 01k9zq3v5x8r4c2m7n6p1d0e9f",
            "mailctl queue requeue --all")
    {
        _id = Take(new Argument<string?>("ID")
        {
            Description = "The id from 'queue list'.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        _all = Take(new Option<bool>("--all") { Description = "Every poisoned message. (Deferred ones: mailctl queue flush)" });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Parsed.GetValue(_id);
        if (run.Get(_all) == (id is not null))
        {
            return CommandResult.Usage("Say which: an ID, or --all.");
        }

        var (sent, kept) = await new PoisonQueues(run.Storage.Queues)
            .RequeueAsync(message => id is null || message.Answers(id), cancellationToken);
        if (id is not null && sent.Count == 0)
        {
            return kept.Count > 0
                ? CommandResult.Refused($"'{id}' is no pointer to a message and stays in the poison queue; its body is: {kept[0].Item.Body}")
                : await TryNowAsync(run, id, cancellationToken);
        }

        Write(run, new RequeueView(
            [.. sent.Select(message => message.Id)],
            [.. kept.Select(message => new KeptPoisonView(message.Id, QueueNames.Poison(message.Queue), message.Item.Body))]));
        return CommandResult.Done;
    }

    private async Task<CommandResult> TryNowAsync(CommandRun run, string text, CancellationToken cancellationToken)
    {
        if (!QueueId.TryParse(text, out var id))
        {
            return CommandResult.Refused($"There is no message '{text}' in a poison queue; see: mailctl queue list");
        }

        var record = await run.Storage.Log.FindAsync(id, cancellationToken);
        if (record is { State: MessageState.Held })
        {
            return CommandResult.Refused($"Message {id} is held; use: mailctl queue release {id}");
        }

        if (record is { IsFinal: true })
        {
            return CommandResult.Refused($"Message {id} is {QueueState.Name(record.State)} and waits no more; see: mailctl trace {id}");
        }

        switch (await run.Storage.Spool.FindAsync(id, cancellationToken))
        {
            case null:
                return QueueParameters.NotFound(id);
            case { Withdrawn: true }:
                return CommandResult.Refused(
                    $"Message {id} is withdrawn, because its client was told 451 and sends it again; to deliver it all the same: mailctl queue release {id}");
        }

        await new QueueActions(run.Storage, Time).TryNowAsync(id, record, cancellationToken);
        Write(run, new RequeueView([id.ToString()], []));
        return CommandResult.Done;
    }

    private void Write(CommandRun run, RequeueView view)
    {
        run.Answer.Write(view, json => json.RequeueView, text =>
        {
            foreach (var id in view.Requeued)
            {
                text.Line($"Message {id} is enqueued again.");
            }

            text.Line($"{view.Requeued.Count} enqueued again.");
        });
        foreach (var kept in view.Kept)
        {
            Console.Warn($"{kept.Id} stays in {kept.Queue}: it is no pointer to a message; its body is: {kept.Body}");
        }
    }
}
