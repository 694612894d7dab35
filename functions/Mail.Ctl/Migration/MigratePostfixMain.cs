namespace Mail.Ctl;

internal sealed class MigratePostfixMain(CtlApp app) : MigrateCommand(
    app,
    "postfix-main",
    "Makes domains, a transport and settings of Postfix's main.cf, and says of everything else where it goes.",
    "mailctl migrate postfix-main /etc/postfix/main.cf --dry-run",
    "postconf -n | mailctl migrate postfix-main -")
{
    protected override (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text) =>
        (MainCfImport.Read(file == "-" ? "postconf" : Path.GetFileName(file), text), null);
}
