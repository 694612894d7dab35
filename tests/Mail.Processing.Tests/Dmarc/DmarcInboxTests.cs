using System.Text;
using Mail.Authentication;
using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests.Dmarc;

/// <summary>Reports of others, from the mailbox to the table.</summary>
public class DmarcInboxTests
{
    private readonly FlowWorld _world = new();

    public DmarcInboxTests() => _world.Storage.Settings.Set("dmarc-report-address", "bob@example.test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_counted_under_who_has_proved_to_send_it()
    {
        await DeliverAsync(Report(organization: "google.com"), "author=peer.test");
        Assert.Equal(new DmarcInboxCount(1, 0), await RunAsync());

        var summary = Assert.Single(await ListAsync());
        Assert.Equal(("example.test", "peer.test", "google.com", 15L, 3L), (summary.Domain, summary.Reporter, summary.Organization, summary.Messages, summary.Passed));
        // Those that failed come first, and what differs only in signatures is one.
        Assert.Equal(
            [
                new DmarcSource("192.0.2.7", "example.test", DkimAligned: false, SpfAligned: false, DmarcPolicy.Reject, null, 12),
                new DmarcSource("192.0.2.1", "example.test", DkimAligned: true, SpfAligned: false, DmarcPolicy.None, null, 3),
            ],
            summary.Sources);
        Assert.Equal("Done", Assert.Single(await _world.MailAsync(_world.Bob)).Folder);
    }

    [Fact]
    public async Task The_same_report_counts_once()
    {
        await DeliverAsync(Report(), "author=peer.test");
        await DeliverAsync(Report(), "author=peer.test");
        Assert.Equal(new DmarcInboxCount(2, 0), await RunAsync());
        Assert.Single(await ListAsync());
    }

    [Theory]
    [InlineData("dmarc=fail", "signer=peer.test")]
    [InlineData("dmarc=none", "spf=pass")]
    [InlineData("dmarc=temperror", "signer=peer.test")]
    [InlineData("rspamd:author=peer.test", "x")]
    public async Task A_report_of_nobody_is_not_believed(params string[] facts)
    {
        await DeliverAsync(Report(), facts);
        Assert.Equal(new DmarcInboxCount(0, 1), await RunAsync());
        Assert.Empty(await ListAsync());
        Assert.Equal("Ignored", Assert.Single(await _world.MailAsync(_world.Bob)).Folder);
    }

    [Fact]
    public async Task A_name_that_was_cut_may_be_somebody_elses()
    {
        var name = $"{new string('a', 60)}.{new string('b', 60)}.{new string('c', 60)}";
        var fact = $"author={name}.peer.test";
        await DeliverAsync(Report(), fact.PadRight(ScreeningRecord.MaxText, 'x')[..ScreeningRecord.MaxText]);
        Assert.Equal(new DmarcInboxCount(0, 1), await RunAsync());
    }

    [Fact]
    public async Task A_signature_is_enough_where_there_is_no_policy()
    {
        await DeliverAsync(Report(), "dmarc=none", "signer=peer.test");
        Assert.Equal(new DmarcInboxCount(1, 0), await RunAsync());
        Assert.Equal("peer.test", Assert.Single(await ListAsync()).Reporter);
    }

    [Theory]
    [InlineData("elsewhere.test", 1, 0)]
    [InlineData("example.test", -5, 0)]
    [InlineData("example.test", 200, 0)]
    public async Task What_is_not_ours_or_not_of_its_time_is_left_out(string domain, int daysAgo, int counted)
    {
        await DeliverAsync(Report(domain, daysAgo: daysAgo), "author=peer.test");
        Assert.Equal(counted, (await RunAsync()).Counted);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task What_is_no_report_is_put_aside()
    {
        await DeliverAsync("From: a@peer.test\r\nSubject: Report Domain: example.test\r\n\r\nHello\r\n", "author=peer.test");
        await DeliverAsync("\r\n", "author=peer.test");
        Assert.Equal(new DmarcInboxCount(0, 2), await RunAsync());
    }

    [Fact]
    public async Task A_run_that_dies_anywhere_is_repeated_and_counts_once()
    {
        await DeliverAsync(Report(), "author=peer.test");
        for (var step = 1; step < 10; step++)
        {
            _world.Storage.Faults.Fail(step, appliedFirst: step % 2 == 0);
            try
            {
                await RunAsync();
            }
            catch (StorageUnavailableException)
            {
                // As meant.
            }
        }

        _world.Storage.Faults.Fail(int.MaxValue);
        await RunAsync();
        Assert.Single(await ListAsync());
        Assert.Equal("Done", Assert.Single(await _world.MailAsync(_world.Bob)).Folder);
    }

    [Fact]
    public async Task What_is_old_goes_when_something_new_comes()
    {
        await DeliverAsync(Report(), "author=peer.test");
        await RunAsync();
        _world.Time.Advance(TimeSpan.FromDays(91));
        await DeliverAsync(Report("example.test"), "author=peer.test");
        await RunAsync();
        Assert.Equal(_world.Time.GetUtcNow().AddDays(-1).Date, Assert.Single(await ListAsync()).Begin.Date);
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_touched()
    {
        _world.Storage.Settings.Set("dmarc-report-address", "none");
        await DeliverAsync(Report(), "author=peer.test");
        Assert.Equal(new DmarcInboxCount(0, 0), await RunAsync());
        Assert.Equal(FolderName.Inbox, Assert.Single(await _world.MailAsync(_world.Bob)).Folder);
    }

    private Task<DmarcInboxCount> RunAsync() => new DmarcInbox(
        _world.Storage.Settings, _world.Storage.Directory, _world.Storage.Mailboxes, _world.Storage.DmarcSummaries, _world.Time, NullLogger<DmarcInbox>.Instance).RunAsync(Token);

    private async Task<List<DmarcSummary>> ListAsync() => await _world.Storage.DmarcSummaries.ListAsync(domain: null, DateOnly.MinValue, Token).ToListAsync(Token);

    private string Report(string domain = "example.test", string organization = "peer.test", int daysAgo = 1)
    {
        var finding = new DmarcFinding
        {
            Source = "192.0.2.7",
            HeaderFrom = domain,
            Disposition = DmarcPolicy.Reject,
            Spf = new DmarcSpf("x.test", IsHelo: false, "fail"),
        };
        var day = DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime).AddDays(-daysAgo);
        var report = DmarcReport.Of(
            new DmarcDay(
                day,
                new DmarcPublication(domain),
                [
                    new DmarcTally(finding with { Source = "192.0.2.1", DkimAligned = true, Disposition = DmarcPolicy.None }, 3),
                    new DmarcTally(finding, 10),
                    new DmarcTally(finding with { Dkim = [new DmarcDkim("x.test", null, "fail")] }, 2),
                ]),
            MailAddress.Parse($"dmarc@{organization}"));
        return $"From: dmarc@{organization}\r\nSubject: Report Domain: {domain}\r\nMIME-Version: 1.0\r\nContent-Type: application/gzip; name=\"{report.FileName}\"\r\n"
            + $"Content-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(DmarcReportWriter.ToGzip(report), Base64FormattingOptions.InsertLineBreaks)}\r\n";
    }

    private async Task DeliverAsync(string message, params string[] facts) => await _world.Storage.Mailboxes.DeliverAsync(
        new MailboxDelivery
        {
            AccountId = _world.Bob.AccountId,
            DeliveryId = $"{QueueId.New(TimeProvider.System)}-1",
            Folder = FolderName.Inbox,
            PrependedFields = Encoding.ASCII.GetBytes("Return-Path: <>\r\n"),
            Content = new MemoryStream(Encoding.UTF8.GetBytes(message)),
            Summary = new MessageSummary(),
            Decision = new DecisionRecord { Screening = new ScreeningRecord { Facts = facts } },
            ReceivedAt = _world.Time.GetUtcNow(),
        },
        Token);
}
