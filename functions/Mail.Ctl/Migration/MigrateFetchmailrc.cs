using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class MigrateFetchmailrc : MigrateCommand
{
    private readonly Option<string?> _domain;
    private readonly Option<MailAddress?> _target;

    public MigrateFetchmailrc(CtlApp app)
        : base(
            app,
            "fetchmailrc",
            "Makes remote accounts of a fetchmailrc, passwords sealed, and says line by line what it could not convert.",
            "mailctl migrate fetchmailrc /etc/fetchmailrc --domain example.test --dry-run",
            "mailctl migrate fetchmailrc ~/.fetchmailrc --target alice@example.test")
    {
        _domain = Take(new Option<string?>("--domain")
        {
            Description = "Of local names without one.",
            HelpName = "DOMAIN",
            CustomParser = Parameters.ReadDomain,
        });
        _target = Take(new Option<MailAddress?>("--target")
        {
            Description = "Whose mail it is where the file names nobody here: fetchmail takes whoever runs it.",
            HelpName = "ADDRESS",
            CustomParser = Parameters.ReadAddress,
        });
    }

    protected override (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text) =>
        (new FetchmailImport(run.Get(_domain), run.Get(_target)).Read(Path.GetFileName(file), text), null);
}
