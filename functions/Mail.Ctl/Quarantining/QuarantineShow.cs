using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class QuarantineShow : CtlCommand
{
    private readonly Argument<QueueId> _id;
    private readonly Option<bool> _raw;

    public QuarantineShow(CtlApp app)
        : base(
            app, "show", "Shows a message in quarantine.", "mailctl quarantine show 01k9zq3v5x8r4c2m7n6p1d0e9f", "mailctl quarantine show 01k9zq3v5x8r4c2m7n6p1d0e9f --raw > message.eml")
    {
        _id = Take(QuarantineParameters.Id());
        _raw = Take(new Option<bool>("--raw") { Description = "Write the message to standard output exactly as it came: it may be infected." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        if (run.Get(_raw) && run.Answer.IsJson)
        {
            return CommandResult.Usage("--raw and --json exclude each other.");
        }

        var record = await run.Storage.Log.FindAsync(id, cancellationToken);
        if (record is not { State: MessageState.Quarantined })
        {
            return QuarantineParameters.Refused(record is null ? Processing.QuarantineResult.NotFound : Processing.QuarantineResult.NotQuarantined, id);
        }

        if (run.Get(_raw))
        {
            return await WriteRawAsync(run, id, cancellationToken);
        }

        var view = QuarantineView.From(record);
        run.Answer.Write(view, json => json.QuarantineView, text => text.Fields(
            ("Id", view.Id),
            ("Held", Moment.Format(view.HeldAt)),
            ("Arrived", Moment.Format(view.ArrivedAt)),
            ("From", view.Sender.Length == 0 ? "<>" : view.Sender),
            ("To", string.Join(", ", view.Recipients)),
            ("Subject", view.Subject),
            ("Size", ByteSize.Format(view.Size)),
            ("Reason", view.Reason)));
        return CommandResult.Done;
    }

    private async Task<CommandResult> WriteRawAsync(CommandRun run, QueueId id, CancellationToken cancellationToken)
    {
        await using var message = await run.Storage.Spool.OpenAsync(id, cancellationToken);
        if (message is null)
        {
            return CommandResult.Refused($"Message {id} is on record, but not in the spool any more.");
        }

        await message.Content.CopyToAsync(Console.OutBytes, cancellationToken);
        await Console.OutBytes.FlushAsync(cancellationToken);
        return CommandResult.Done;
    }
}
