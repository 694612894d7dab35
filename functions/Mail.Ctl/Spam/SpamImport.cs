using System.CommandLine;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class SpamImport : CtlCommand
{
    private readonly SpamOwnerParameters _owner = new();
    private readonly Argument<string> _file;

    public SpamImport(CtlApp app)
        : base(
            app,
            "import",
            "Puts the counts of an exported model below what is trained here. An earlier import is replaced; what is trained here stays, and can still be untrained.",
            "mailctl spam import --site site.model")
    {
        Take(_owner.Account);
        Take(_owner.Site);
        _file = Take(new Argument<string>("FILE") { Description = "As 'spam export' wrote it." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var file = new FileInfo(run.Get(_file));
        if (!file.Exists || file.Length > Core.IModelStore.MaxSnapshot)
        {
            return CommandResult.Refused($"There is no file {file.Name}, or it is larger than a model can be.");
        }

        var (owner, account, objection) = await _owner.ReadAsync(run, cancellationToken);
        if (objection is not null)
        {
            return objection;
        }

        try
        {
            var report = await new SpamDesk(run.Storage, Time).Compactor
                .ImportAsync(owner, await File.ReadAllBytesAsync(file.FullName, cancellationToken), cancellationToken);
            if (report.Outcome == CompactionOutcome.Contended)
            {
                return CommandResult.Refused("Others train this model all the time; try again.");
            }

            var view = SpamModelView.Of(SpamOwnerParameters.Name(account), report.Pointer);
            run.Answer.Write(view, CtlJson.Default.SpamModelView, text => text.Line(
                $"Imported; the model of {view.Owner} has now {view.HamMessages} ham, {view.SpamMessages} spam, {view.Features} features."));
            return CommandResult.Done;
        }
        catch (InvalidDataException e)
        {
            return CommandResult.Refused($"{file.Name}: {e.Message}");
        }
    }
}
