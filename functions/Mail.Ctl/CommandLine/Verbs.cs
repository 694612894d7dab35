using System.CommandLine;

namespace Mail.Ctl;

/// <summary>The first words of a command line. A verb is listed once it works.</summary>
internal static class Verbs
{
    private static readonly OrderedDictionary<string, Func<CtlApp, Command>> All = new()
    {
        ["domain"] = app => new Command("domain", "Domains that we answer for.")
        {
            new DomainAdd(app), new DomainList(app), new DomainShow(app), new DomainDns(app), new DomainSet(app),
            new DomainSwitch(app, enable: true), new DomainSwitch(app, enable: false), new DomainRemove(app),
            new Command("dkim", "A domain's signing keys.")
            {
                new DkimShow(app), new DkimCreate(app), new DkimRotate(app), new DkimRetire(app),
            },
        },
        ["account"] = app => new Command("account", "People with a mailbox here.")
        {
            new AccountAdd(app), new AccountList(app), new AccountShow(app), new AccountPassword(app), new AccountQuota(app),
            new AccountSwitch(app, enable: true), new AccountSwitch(app, enable: false), new AccountRename(app), new AccountRemove(app),
            new Command("app-password", "Passwords for single programs and devices.")
            {
                new AppPasswordAdd(app), new AppPasswordList(app), new AppPasswordRevoke(app),
            },
            new AccountGrant(app), new AccountGrants(app), new AccountUngrant(app),
        },
        ["alias"] = app => new Command("alias", "Addresses that stand for others.")
        {
            new AliasAdd(app), new AliasList(app), new AliasShow(app), new AliasSet(app),
            new AliasSwitch(app, enable: true), new AliasSwitch(app, enable: false), new AliasRemove(app),
        },
        ["mailbox"] = app => new Command("mailbox", "Mail in people's mailboxes.")
        {
            new MailboxList(app), new MailboxFolders(app), new MailboxShow(app), new MailboxMoveVerb(app), new MailboxExport(app), new MailboxImport(app),
        },
        ["queue"] = app => new Command("queue", "Messages on their way.")
        {
            new QueueList(app), new QueueShow(app), new QueueHold(app), new QueueRelease(app), new QueueDelete(app),
            new QueueRequeue(app), new QueueFlush(app),
        },
        ["quarantine"] = app => new Command("quarantine", "Messages that scanners keep from everybody.")
        {
            new QuarantineList(app), new QuarantineShow(app), new QuarantineRelease(app), new QuarantineDelete(app),
        },
        ["setting"] = app => new Command("setting", "What is tuned for the whole site.")
        {
            new SettingList(app), new SettingSet(app), new SettingUnset(app),
        },
        ["access"] = app => new Command("access", "Who may send to us.")
        {
            new AccessList(app), new AccessAdd(app), new AccessRemove(app), new AccessTest(app), new AccessAllow(app),
        },
        ["rule"] = app => new Command("rule", "How mail is sorted into folders, sent on, answered or dropped.")
        {
            new RuleAdd(app), new RuleList(app), new RuleShow(app), new RuleRemove(app), new RuleSwitch(app, enable: true), new RuleSwitch(app, enable: false),
            new RuleHistory(app), new RuleRollback(app), new RuleCheckVerb(app), new RuleWebhookKey(app), new RuleSvtest(app), new RuleImport(app), new RuleExport(app),
            new RuleTest(app), new RuleApply(app),
        },
        ["auth"] = app => new Command("auth", "Who really sent a message: SPF, DKIM, ARC, DMARC.")
        {
            new AuthVerify(app),
        },
        ["dmarc"] = app => new Command("dmarc", "What other servers report about mail in our name.")
        {
            new DmarcList(app), new DmarcShow(app),
        },
        ["spam"] = app => new Command("spam", "The spam filter.")
        {
            new SpamTrain(app), new SpamUntrain(app), new SpamScore(app), new SpamClues(app), new SpamStats(app), new SpamWhatIf(app), new SpamThresholdsVerb(app),
            new SpamCompact(app), new SpamExport(app), new SpamImport(app), new SpamEval(app),
        },
        ["fetch"] = app => new Command("fetch", "Mail collected from mailboxes elsewhere.")
        {
            new FetchAdd(app), new FetchList(app), new FetchRemove(app), new FetchRun(app), new FetchSwitch(app, pause: true), new FetchSwitch(app, pause: false),
            new FetchPassword(app), new FetchAuthorize(app), new FetchLogVerb(app),
        },
        ["suppression"] = app => new Command("suppression", "Addresses elsewhere to which nothing is sent.")
        {
            new SuppressionList(app), new SuppressionShow(app), new SuppressionAdd(app), new SuppressionRemove(app),
        },
        ["forwarding"] = app => new Command("forwarding", "Domains elsewhere to which mail is sent on.")
        {
            new ForwardingList(app), new ForwardingResume(app),
        },
        ["transport"] = app => new Command("transport", "Which way mail to others takes.")
        {
            new TransportAdd(app), new TransportList(app), new TransportRemove(app), new TransportTest(app),
            new TransportPreflight(app),
        },
        ["migrate"] = app => new Command("migrate", "Brings what another server's files say.")
        {
            new MigrateAliases(app), new MigrateVirtual(app), new MigrateTransport(app), new MigrateMailboxes(app), new MigratePostfixMain(app), new MigrateFetchmailrc(app),
        },
        ["rejects"] = app => new Rejects(app),
        ["trace"] = app => new Trace(app),
        ["replay"] = app => new Replay(app),
        ["check"] = app => new Check(app),
        ["status"] = app => new Status(app),
        ["deploy"] = app => new Command("deploy", "The installation as a whole.")
        {
            new DeployCheck(app),
        },
        ["cost"] = app => new Cost(app),
        ["backup"] = app => new Backup(app),
        ["restore"] = app => new Restore(app),
    };

    /// <summary>Those that a command line names; all when it names none, as for help and completion. To make all with their options takes longer than most of them run.</summary>
    public static IEnumerable<Command> Create(CtlApp app, params IReadOnlyList<string> args)
    {
        var named = All.Where(verb => args.Contains(verb.Key)).ToList();
        return (named.Count > 0 ? named : [.. All]).Select(verb => verb.Value(app));
    }
}
