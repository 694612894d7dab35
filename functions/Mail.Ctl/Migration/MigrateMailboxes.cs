using System.CommandLine;

namespace Mail.Ctl;

internal sealed class MigrateMailboxes : MigrateCommand
{
    private readonly Option<string?> _domain;
    private readonly Option<bool> _addDomains;

    public MigrateMailboxes(CtlApp app)
        : base(
            app,
            "mailboxes",
            "Makes accounts of Postfix's virtual_mailbox_maps, Dovecot's passwd-file or /etc/passwd; passwords come along where Dovecot has them in plain text or as SCRAM-SHA-256.",
            "mailctl migrate mailboxes /etc/postfix/vmailbox --dry-run",
            "mailctl migrate mailboxes /etc/dovecot/users --domain example.test")
    {
        _domain = Take(new Option<string?>("--domain")
        {
            Description = "Of names without one.",
            HelpName = "DOMAIN",
            CustomParser = Parameters.ReadDomain,
        });
        _addDomains = Take(MigrateParameters.AddDomains());
    }

    protected override (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text) =>
        (new MailboxFile(run.Get(_domain)).Read(Path.GetFileName(file), text), null);

    protected override bool AddsDomains(CommandRun run) => run.Get(_addDomains);
}
