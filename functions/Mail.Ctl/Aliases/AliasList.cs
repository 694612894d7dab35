using System.CommandLine;

namespace Mail.Ctl;

internal sealed class AliasList : CtlCommand
{
    /// <summary>Targets in one cell of a table; the rest is a count. <c>show</c> and <c>--json</c> have all of them.</summary>
    private const int ShownTargets = 5;

    private static readonly Column[] Columns =
    [
        new("Alias"), new("Targets", MayWrap: true), new("Enabled"), new("Comment", MayWrap: true),
    ];

    private readonly Argument<string?> _domain;

    public AliasList(CtlApp app)
        : base(app, "list", "Lists aliases.", "mailctl alias list", "mailctl alias list example.test --json") =>
        _domain = Take(Parameters.OptionalDomain("Only aliases of this domain."));

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var aliases = await run.Storage.Editor
            .ListAliasesAsync(run.Parsed.GetValue(_domain), cancellationToken)
            .Select(AliasView.From)
            .ToListAsync(cancellationToken);
        run.Answer.Write(aliases, json => json.IReadOnlyListAliasView, text => text.Table(Columns, aliases.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(AliasView alias) =>
        [alias.Name, Targets(alias.Targets), alias.Enabled ? "yes" : "no", alias.Comment ?? ""];

    private static string Targets(IReadOnlyList<string> targets) => targets.Count <= ShownTargets
        ? string.Join(", ", targets)
        : $"{string.Join(", ", targets.Take(ShownTargets))} and {targets.Count - ShownTargets} more";
}
