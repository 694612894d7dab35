namespace Mail.Ctl;

internal sealed class RuleCheckVerb(CtlApp app) : CtlCommand(
    app,
    "check",
    "Compiles every rule and lists those that cannot be used or are for nobody. Exit 0: nothing found.",
    "mailctl rule check",
    "mailctl rule check --json")
{
    private static readonly Column[] Columns = [new("Rule", MayWrap: true), new("Problem", MayWrap: true)];

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var findings = await new RuleCheck(run.Storage.Rules, run.Storage.Editor).RunAsync(cancellationToken).ToListAsync(cancellationToken);
        run.Answer.Write(
            findings, json => json.IReadOnlyListFindingView, text => text.Table(Columns, findings.Select(finding => new[] { finding.Subject, finding.Problem })));
        return findings.Count == 0 ? CommandResult.Done : CommandResult.NotWell;
    }
}
