namespace Mail.Ctl;

internal sealed class MigrateTransport(CtlApp app) : MigrateCommand(
    app,
    "transport",
    "Makes transports of Postfix's transport_maps, and says line by line what it could not convert.",
    "mailctl migrate transport /etc/postfix/transport --dry-run",
    "mailctl migrate transport /etc/postfix/transport --replace")
{
    protected override (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text) =>
        (TransportFile.Read(Path.GetFileName(file), text), null);
}
