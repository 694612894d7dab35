using Mail.Core;
using Mail.Fuzz.Session;
using Mail.Fuzz.Targets;
using Mail.Sieve.Procmail;

namespace Mail.Fuzz;

/// <summary>All targets.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new CommandTarget(),
        new DotTarget(),
        new BdatTarget(),
        new AuthTarget(),
        new SaslTarget(),
        new HeaderTarget(),
        new AddressTarget(),
        new EnvelopeTarget(),
        new ProxyTarget(),
        new AutodiscoverTarget(),
        new AccessTarget(),
        new NetworkTarget(),
        new SettingTarget(),
        new BounceTarget(),
        new TrainingTarget(),
        new StsTarget(),
        new TlsRecordTarget(),
        new SpfTarget(),
        new SpfCheckTarget(),
        new AuthenticationTarget("dkim"),
        new AuthenticationTarget("arc"),
        new ResultsTarget(),
        new DmarcTarget(),
        new DmarcReportTarget(),
        new ReplyTarget(),
        new DnsTarget(),
        new AmqpTarget(),
        new OAuthTarget(),
        new FetchTlsTarget(),
        new FetchSessionTarget("fetch-pop", RemoteProtocol.Pop3),
        new FetchSessionTarget("fetch-imap", RemoteProtocol.Imap),
        new FetchedHeaderTarget(),
        new MigrateTarget(),
        new MboxTarget(),
        new AttachmentsTarget(),
        new ArchiveTarget(),
        new ScannerAnswerTarget(),
        new SieveTarget(),
        new SieveMessageTarget(),
        new SortingTarget(),
        new SpamTarget(),
        new SpamModelTarget(),
        new ImporterTarget("procmailrc", ProcmailImporter.Import),
        new ImporterTarget("maildroprc", MaildropImporter.Import),
        .. SessionStates.All.Select(state => new SessionTarget(state)),
    ];
}
