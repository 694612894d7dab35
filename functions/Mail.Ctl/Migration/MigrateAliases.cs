using System.CommandLine;

namespace Mail.Ctl;

internal sealed class MigrateAliases : MigrateCommand
{
    private readonly Option<string?> _domain;
    private readonly Option<string?> _root;
    private readonly Option<bool> _addDomains;

    public MigrateAliases(CtlApp app)
        : base(
            app,
            "aliases",
            "Makes aliases of /etc/aliases, and says line by line what it could not convert.",
            "mailctl migrate aliases /etc/aliases --domain example.test --dry-run",
            "mailctl migrate aliases old/etc/aliases --domain example.test --root old")
    {
        _domain = Take(new Option<string?>("--domain")
        {
            Description = "Of the names in the file, which have none: Postfix's myorigin.",
            HelpName = "DOMAIN",
            Required = true,
            CustomParser = Parameters.ReadDomain,
        });
        _root = Take(Parameters.Text("--root", "Where the other machine's files are, for :include:. [default: the folder of FILE]", "FOLDER"));
        _addDomains = Take(MigrateParameters.AddDomains());
    }

    protected override (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text)
    {
        var root = Path.GetFullPath(run.Get(_root) ?? Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/");
        return (new AliasFile(run.Get(_domain)!, new IncludedFiles(root).Read).Read(Path.GetFileName(file), text), null);
    }

    protected override bool AddsDomains(CommandRun run) => run.Get(_addDomains);
}
