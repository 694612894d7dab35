using System.CommandLine;

namespace Mail.Ctl;

internal sealed class MigrateVirtual : MigrateCommand
{
    private readonly Option<string?> _domain;
    private readonly Option<bool> _addDomains;

    public MigrateVirtual(CtlApp app)
        : base(
            app,
            "virtual",
            "Makes domains and aliases of Postfix's virtual_alias_maps, and says line by line what it could not convert.",
            "mailctl migrate virtual /etc/postfix/virtual --dry-run",
            "mailctl migrate virtual /etc/postfix/virtual --add-domains --domain example.test")
    {
        _domain = Take(new Option<string?>("--domain")
        {
            Description = "Of names without one: Postfix's myorigin.",
            HelpName = "DOMAIN",
            CustomParser = Parameters.ReadDomain,
        });
        _addDomains = Take(MigrateParameters.AddDomains());
    }

    protected override (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text) =>
        (new VirtualFile(run.Get(_domain)).Read(Path.GetFileName(file), text), null);

    protected override bool AddsDomains(CommandRun run) => run.Get(_addDomains);
}
