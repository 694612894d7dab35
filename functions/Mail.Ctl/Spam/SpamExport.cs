using System.CommandLine;

namespace Mail.Ctl;

internal sealed class SpamExport : CtlCommand
{
    private readonly SpamOwnerParameters _owner = new();
    private readonly Argument<string> _file;

    public SpamExport(CtlApp app)
        : base(
            app,
            "export",
            "Writes a model into a file: the counts alone, the same octets for the same training.",
            "mailctl spam export --site site.model",
            "mailctl spam export --account alice@example.test alice.model")
    {
        Take(_owner.Account);
        Take(_owner.Site);
        _file = Take(new Argument<string>("FILE") { Description = "Where to; must not exist." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (owner, account, objection) = await _owner.ReadAsync(run, cancellationToken);
        if (objection is not null)
        {
            return objection;
        }

        var pointer = (await new SpamDesk(run.Storage, Time).Compactor.RunAsync(owner, cancellationToken)).Pointer;
        if (pointer is null || await run.Storage.Models.ReadAsync(owner, pointer.Snapshot, cancellationToken) is not { } model)
        {
            return CommandResult.Refused($"Nothing was trained for {SpamOwnerParameters.Name(account)}.");
        }

        if (Path.Exists(run.Get(_file)))
        {
            return CommandResult.Refused($"{run.Get(_file)} exists already.");
        }

        await using (var file = PrivateFile.Create(run.Get(_file), FileMode.CreateNew, FileOptions.None))
        {
            await file.WriteAsync(model, cancellationToken);
        }

        var view = SpamModelView.Of(SpamOwnerParameters.Name(account), pointer);
        run.Answer.Write(view, json => json.SpamModelView, text => text.Line($"{view.HamMessages} ham, {view.SpamMessages} spam, {view.Features} features written."));
        return CommandResult.Done;
    }
}
