using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SettingUnset : CtlCommand
{
    private readonly Argument<string> _name;

    public SettingUnset(CtlApp app)
        : base(app, "unset", "Removes a value, so that the default holds again.", "mailctl setting unset greylist-delay")
    {
        // Any name: a mistyped row has to be removable.
        _name = Take(new Argument<string>("NAME") { Description = "As in: mailctl setting list." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var name = run.Get(_name);
        if (!await run.Storage.Settings.UnsetAsync(name, cancellationToken))
        {
            return CommandResult.Refused($"{name} is not set; see: mailctl setting list");
        }

        var fallback = SiteSettingCatalog.Find(name) is { } setting ? $"{name} is {setting.Default} within ten seconds" : null;
        run.Answer.Write(new RemovedView(name, fallback), json => json.RemovedView, text => text.Line((fallback ?? $"{name} removed") + "."));
        return CommandResult.Done;
    }
}
