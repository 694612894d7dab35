using System.CommandLine;
using System.Globalization;

namespace Mail.Ctl;

internal sealed class Check : CtlCommand
{
    /// <summary>Longer than any attempt takes: FlowOptions.OrphanAge, by which the sweep goes too.</summary>
    private const int DefaultMinutes = 15;

    private static readonly Column[] Columns = [new("Area"), new("Subject", MayWrap: true), new("Problem", MayWrap: true)];

    private readonly Option<int> _minutes;

    public Check(CtlApp app)
        : base(
            app,
            "check",
            "Walks directory, app passwords, settings, access rules, transports, rules, signing keys, suppression list, DMARC reports, mailboxes here and elsewhere, spool and queues and lists what is not as it should be. Exit 0: nothing found.",
            "mailctl check",
            "mailctl check --json | jq length")
    {
        _minutes = Take(new Option<int>("--older-than")
        {
            Description = "Minutes that a message may be on its way before it counts as stuck.",
            HelpName = "MINUTES",
            DefaultValueFactory = _ => DefaultMinutes,
            CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                ? minutes
                : Parameters.Refuse<int>(result, "--older-than is a number of minutes."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var storage = run.Storage;
        ICheck[] checks =
        [
            new DirectoryCheck(storage.Editor),
            new CredentialCheck(storage.Editor, storage.Credentials, storage.Grants),
            new SettingsCheck(storage.Settings),
            new AccessCheck(storage.Access),
            new TransportCheck(storage.Transports),
            new RuleCheck(storage.Rules, storage.Editor),
            // Keys stay closed: whether a row is good shows without.
            new SendingCheck(token => storage.OpenDkimKeys(_ => null, false, token), storage.Suppressions),
            new DmarcCheck(storage.SiteSettings, storage.Directory, token => storage.OpenDkimKeys(_ => null, false, token)),
            new MailboxCheck(storage.Editor, storage.Mailboxes),
            new SpoolCheck(storage.Spool, storage.Log, storage.Queues, Time, TimeSpan.FromMinutes(run.Get(_minutes))),
            new FetchCheck(storage.RemoteAccounts, storage.FetchState, storage.Directory),
            new PoisonCheck(storage.Queues),
        ];
        var findings = new List<FindingView>();
        foreach (var check in checks)
        {
            Console.Error.WriteLine($"Checking the {check.Name} …");
            await foreach (var finding in check.RunAsync(cancellationToken))
            {
                findings.Add(finding);
            }
        }

        run.Answer.Write(findings, json => json.IReadOnlyListFindingView, text => Write(text, findings));
        return findings.Count == 0 ? CommandResult.Done : CommandResult.NotWell;
    }

    private static void Write(TextAnswer text, List<FindingView> findings)
    {
        if (findings.Count == 0)
        {
            text.Line("Nothing found.");
            return;
        }

        text.Table(Columns, findings.Select(finding => new[] { finding.Area, finding.Subject, finding.Problem }));
    }
}
