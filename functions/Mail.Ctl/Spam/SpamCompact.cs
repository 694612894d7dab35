using System.CommandLine;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class SpamCompact : CtlCommand
{
    private readonly SpamOwnerParameters _owner = new();
    private readonly Option<bool> _rebuild;

    public SpamCompact(CtlApp app)
        : base(
            app,
            "compact",
            "Puts what was trained into the model now. The functions do it by themselves, seconds after training.",
            "mailctl spam compact --site",
            "mailctl spam compact --account alice@example.test --rebuild")
    {
        Take(_owner.Account);
        Take(_owner.Site);
        _rebuild = Take(new Option<bool>("--rebuild") { Description = "Make it anew from everything that is trained, and not from the model before." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (owner, account, objection) = await _owner.ReadAsync(run, cancellationToken);
        if (objection is not null)
        {
            return objection;
        }

        var compactor = new SpamDesk(run.Storage, Time).Compactor;
        var report = run.Get(_rebuild) ? await compactor.RebuildAsync(owner, cancellationToken) : await compactor.RunAsync(owner, cancellationToken);
        if (report.Outcome == CompactionOutcome.Contended)
        {
            return CommandResult.Refused("Others train and compact this model all the time; try again.");
        }

        var view = SpamModelView.Of(SpamOwnerParameters.Name(account), report.Pointer);
        run.Answer.Write(view, json => json.SpamModelView, text => text.Line(
            $"{view.Owner}: {report.Outcome.ToString().ToLowerInvariant()}, {report.Steps} steps; now {view.HamMessages} ham, {view.SpamMessages} spam, {view.Features} features."));
        return CommandResult.Done;
    }
}
