using Mail.Core;

namespace Mail.Ctl;

internal sealed record SettingTarget(string Name, string Value) : MigrationTarget
{
    public override string What => $"setting {Name} = {Value}";

    public override MigrationFinding Compare(MigrationState state)
    {
        var setting = SiteSettingCatalog.Find(Name) ?? throw new InvalidOperationException($"There is no setting {Name}.");
        return new SiteSettingRow(Name, Value).Problem is not null ? MigrationFinding.NotConverted($"setting {Name} takes {setting.Expected}, not '{Value}'")
            : !state.Settings.TryGetValue(Name, out var there) ? MigrationFinding.Free
            : there.Value == Value ? MigrationFinding.Same
            : MigrationFinding.Different($"setting {Name} = {there.Value}");
    }

    public override async ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken)
    {
        var row = new SiteSettingRow(Name, Value, state.Settings.GetValueOrDefault(Name)?.Comment);
        await storage.Settings.SetAsync(row, cancellationToken);
        state.Settings[Name] = row;
    }
}
