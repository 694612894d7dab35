using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class SpamImport : CtlCommand
{
    private readonly SpamOwnerParameters _owner = new();
    private readonly Argument<string> _file;
    private readonly Option<bool> _force;

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
        _force = Take(new Option<bool>("--force") { Description = "Also when the file was exported from this very model, whose training then counts twice." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var file = new FileInfo(run.Get(_file));
        if (!file.Exists || file.Length > IModelStore.MaxSnapshot)
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
            return await ImportAsync(run, owner, SpamOwnerParameters.Name(account), await File.ReadAllBytesAsync(file.FullName, cancellationToken), cancellationToken);
        }
        catch (InvalidDataException e)
        {
            return CommandResult.Refused($"{file.Name}: {e.Message}");
        }
    }

    private async Task<CommandResult> ImportAsync(CommandRun run, ModelOwner owner, string name, byte[] model, CancellationToken cancellationToken)
    {
        var compactor = new SpamDesk(run.Storage, Time).Compactor;
        if (!run.Get(_force) && await compactor.IsOwnAsync(owner, model, cancellationToken))
        {
            return CommandResult.Refused($"This file was exported from the model of {name}: what is trained there would count twice. When its training is lost, --force.");
        }

        var report = await compactor.ImportAsync(owner, model, cancellationToken);
        if (report.Outcome == CompactionOutcome.Contended)
        {
            return CommandResult.Refused("Others train this model all the time; try again.");
        }

        var view = SpamModelView.Of(name, report.Pointer);
        run.Answer.Write(view, json => json.SpamModelView, text => text.Line(
            $"Imported; the model of {view.Owner} has now {view.HamMessages} ham, {view.SpamMessages} spam, {view.Features} features."));
        return CommandResult.Done;
    }
}
