using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class QuarantineRelease : CtlCommand
{
    private readonly Argument<QueueId> _id;
    private readonly Option<string?> _by;

    public QuarantineRelease(CtlApp app)
        : base(
            app, "release", "Delivers a message from quarantine to its recipients, whatever scanners and filter say of it.",
            "mailctl quarantine release 01k9zq3v5x8r4c2m7n6p1d0e9f", "mailctl quarantine release 01k9zq3v5x8r4c2m7n6p1d0e9f --by olga")
    {
        _id = Take(QuarantineParameters.Id());
        _by = Take(QuarantineParameters.By());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        var by = QuarantineParameters.Name(run.Get(_by));
        var result = await QuarantineParameters.Of(run, Time).ReleaseAsync(id, by, cancellationToken);
        if (result != QuarantineResult.Done)
        {
            return QuarantineParameters.Refused(result, id);
        }

        run.Answer.Write(
            new QueueActionView(id.ToString(), "released", $"enqueued; released by {by}"),
            json => json.QueueActionView,
            text => text.Line($"Message {id} is on its way; see: mailctl trace {id}"));
        return CommandResult.Done;
    }
}
