using Mail.Core;

namespace Mail.Ctl;

internal sealed class SettingList(CtlApp app) : CtlCommand(
    app, "list", "Lists what can be set, what holds now, and what it means.", "mailctl setting list")
{
    private static readonly Column[] Columns =
        [new("Setting"), new("Value"), new("Default"), new("Meaning", MayWrap: true), new("Problem", MayWrap: true)];

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var rows = await run.Storage.Settings.ListAsync(cancellationToken).ToDictionaryAsync(row => row.Name, cancellationToken: cancellationToken);
        var settings = SiteSettingCatalog.All.Select(setting => SettingView.From(setting, rows.GetValueOrDefault(setting.Name))).ToList();
        run.Answer.Write(settings, json => json.IReadOnlyListSettingView, text => text.Table(Columns, settings.Select(Row)));
        foreach (var unknown in rows.Values.Where(row => SiteSettingCatalog.Find(row.Name) is null))
        {
            Console.Error.WriteLine(SafeText.Line($"mailctl: warning: {unknown.Problem}; remove the row: mailctl setting unset {unknown.Name}"));
        }

        return CommandResult.Done;
    }

    private static string[] Row(SettingView setting) =>
        [setting.Name, setting.Value, setting.Default, setting.Help, setting.Problem ?? ""];
}
