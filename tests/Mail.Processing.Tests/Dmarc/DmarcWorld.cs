using Mail.Authentication;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests.Dmarc;

/// <summary>A flow to which shop.test sends, or somebody in its name, and what reports that.</summary>
internal sealed class DmarcWorld
{
    public const string Zone = """
        {
          "_dmarc.shop.test": {"TXT": ["v=DMARC1; p=reject; rua=mailto:reports@shop.test,mailto:a@reader.test!2k"]},
          "shop.test._report._dmarc.reader.test": {"TXT": ["v=DMARC1"]},
          "_dmarc.small.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:reports@small.test!100"]},
          "_dmarc.dark.test": {"TIMEOUT": true},
          "_dmarc.example.test": {"TXT": ["v=DMARC1; p=none; rua=mailto:reports@example.test"]}
        }
        """;

    public DmarcWorld(string zone = Zone)
    {
        Storage.Settings.Set("dmarc-report-sender", "noreply-dmarc@example.test");
        Reporter = new DmarcReporter(
            Storage.DmarcDays,
            Storage.Directory,
            new ReportTargets(FakeDns.Parse(zone)),
            new OwnMail(Storage.Spool, Flow.Incoming, Flow.Options, Flow.Time),
            Storage.Settings,
            Flow.Options,
            Flow.Time,
            NullLogger<DmarcReporter>.Instance);
    }

    public FlowWorld Flow { get; } = new();

    public InMemoryStorage Storage => Flow.Storage;

    public DmarcReporter Reporter { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static AuthenticationVerdict Verdict(
        AuthenticationResult result = AuthenticationResult.Fail,
        DmarcPolicy disposition = DmarcPolicy.Reject,
        string domain = "shop.test",
        bool wantsReports = true) => new()
        {
            Spf = new SpfVerdict(AuthenticationResult.SoftFail, "sender.test"),
            SpfHelo = new SpfVerdict(AuthenticationResult.None),
            IpRev = new IpRevVerdict(AuthenticationResult.None),
            Dkim = [new DkimVerdict(AuthenticationResult.Pass) { Domain = "list.test", Selector = "s1" }, new DkimVerdict(AuthenticationResult.Neutral)],
            Arc = new ArcVerdict(AuthenticationResult.None),
            Dmarc = new DmarcVerdict(result)
            {
                Domain = domain,
                PolicyDomain = domain,
                Policy = DmarcPolicy.Reject,
                Disposition = result == AuthenticationResult.Fail ? disposition : DmarcPolicy.None,
                DkimAligned = result == AuthenticationResult.Pass,
                Published = new DmarcPublication(domain) { Policy = DmarcPolicy.Reject, SubdomainPolicy = DmarcPolicy.Reject },
                WantsReports = wantsReports,
            },
        };

    /// <summary>Screens the next messages as the verdict says.</summary>
    public void Screen(AuthenticationVerdict verdict, ScanAction action = ScanAction.Pass) =>
        Flow.Screen.Verdict = new ScreenVerdict("") { Sender = new SenderFinding(SenderStanding.Unverified) { Verdict = verdict }, Action = action };

    /// <param name="recipient">Several with spaces between them.</param>
    public async Task<QueueId> ReceiveAsync(string recipient = "alice@example.test", string? client = "192.0.2.7", string? reversePath = "x@sender.test", string? subject = null)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(Flow.Time),
            ReversePath = reversePath is null ? null : MailAddress.Parse(reversePath),
            Recipients = [.. recipient.Split(' ').Select(address => new EnvelopeRecipient { Address = MailAddress.Parse(address) })],
            ArrivedAt = Flow.Time.GetUtcNow(),
            ClientAddress = client,
            Helo = "mx.sender.test",
        };
        await using var writer = await Storage.Spool.BeginAsync(envelope, Token);
        await writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(subject is null ? FlowWorld.Message : $"Subject: {subject}\r\n{FlowWorld.Message}"), Token);
        await writer.CommitAsync(Token);
        await Flow.RunAsync(envelope.QueueId);
        return envelope.QueueId;
    }

    /// <summary>What has been counted so far, as it is in the table.</summary>
    public async Task<List<DmarcDay>> CountedAsync()
    {
        await Flow.DmarcCounter.FlushAsync(Token);
        return await Storage.DmarcDays.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token);
    }
}
