using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class QuarantineDelete : CtlCommand
{
    private readonly Argument<QueueId> _id;
    private readonly Option<string?> _by;

    public QuarantineDelete(CtlApp app)
        : base(
            app, "delete", "Deletes a message in quarantine, for good and without asking. Nobody is told.",
            "mailctl quarantine delete 01k9zq3v5x8r4c2m7n6p1d0e9f")
    {
        _id = Take(QuarantineParameters.Id());
        _by = Take(QuarantineParameters.By());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        var result = await QuarantineParameters.Of(run, Time).DeleteAsync(id, QuarantineParameters.Name(run.Get(_by)), cancellationToken);
        if (result != QuarantineResult.Done)
        {
            return QuarantineParameters.Refused(result, id);
        }

        run.Answer.Write(
            new QueueActionView(id.ToString(), "deleted", "removed from the spool"),
            json => json.QueueActionView,
            text => text.Line($"Message {id} is deleted."));
        return CommandResult.Done;
    }
}
