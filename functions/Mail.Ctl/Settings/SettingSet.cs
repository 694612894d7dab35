using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SettingSet : CtlCommand
{
    private readonly Argument<SiteSetting> _setting;
    private readonly Argument<string> _value;
    private readonly Option<string?> _comment;

    public SettingSet(CtlApp app)
        : base(
            app,
            "set",
            "Sets a value; it is in force within ten seconds.",
            "mailctl setting set greylist on",
            "mailctl setting set greylist-delay 10m --comment 'while the wave lasts'")
    {
        _setting = Take(new Argument<SiteSetting>("NAME")
        {
            Description = "As in: mailctl setting list.",
            CustomParser = result => SiteSettingCatalog.Find(result.Tokens[0].Value)
                ?? Parameters.Refuse<SiteSetting>(result, $"There is no setting '{result.Tokens[0].Value}'; see: mailctl setting list."),
        });
        _value = Take(new Argument<string>("VALUE") { Description = "See: mailctl setting list." });
        _comment = Take(Parameters.Text("--comment", "A note to whoever looks at it later."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var setting = run.Get(_setting);
        var row = new SiteSettingRow(setting.Name, run.Get(_value).Trim(), run.Get(_comment));
        if (row.Problem is not null)
        {
            return CommandResult.Usage($"'{row.Value}' is not {setting.Expected}.");
        }

        await run.Storage.Settings.SetAsync(row, cancellationToken);
        run.Answer.Write(
            SettingView.From(setting, row), json => json.SettingView, text => text.Line($"{row.Name} is {row.Value} within ten seconds."));
        return CommandResult.Done;
    }
}
