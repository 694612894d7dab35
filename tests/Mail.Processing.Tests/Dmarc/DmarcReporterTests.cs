using Mail.Authentication;
using Mail.Core;
using MimeKit;

namespace Mail.Processing.Tests.Dmarc;

/// <summary>From what was counted to the report: RFC 7489 §7.2.1.</summary>
public class DmarcReporterTests
{
    private static readonly DmarcFinding Finding = new() { Source = "192.0.2.7", HeaderFrom = "shop.test", Spf = new DmarcSpf("sender.test", IsHelo: false, "fail") };

    private readonly DmarcWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_gets_one_report_after_the_day()
    {
        await CountAsync("shop.test");
        Assert.Equal(0, await _world.Reporter.RunAsync(Token));

        _world.Flow.Time.Advance(TimeSpan.FromHours(18));
        Assert.Equal((2, 0), (await _world.Reporter.RunAsync(Token), await _world.Reporter.RunAsync(Token)));

        var reports = await SentAsync();
        Assert.Equal(["a@reader.test", "reports@shop.test"], reports.Select(report => report.Envelope.Recipients.Single().Address.ToString()).Order());
        Assert.All(reports, report => Assert.Equal((null, DsnNotify.Never, true), (report.Envelope.ReversePath, report.Envelope.Recipients[0].Notify, report.Envelope.MayRelay)));
        var message = reports[0].Message;
        Assert.Equal("Report Domain: shop.test Submitter: example.test Report-ID: <2026-01-02.shop.test>", message.Subject);
        Assert.Equal(("noreply-dmarc@example.test", "auto-generated"), (message.From.Mailboxes.Single().Address, message.Headers["Auto-Submitted"]));
        var file = Assert.IsType<MimePart>(Assert.Single(message.Attachments));
        Assert.Equal(("application/gzip", "example.test!shop.test!1767312000!1767398399.xml.gz"), (file.ContentType.MimeType, file.FileName));
        var report = DmarcReportFile.Read(Decode(file), out _);
        Assert.Equal([new DmarcTally(Finding, 1)], report!.Tallies);
    }

    [Fact]
    public async Task A_run_that_dies_anywhere_is_repeated_and_sends_nothing_twice()
    {
        var deaths = 0;
        // More operations than a run has.
        for (var step = 1; step < 24; step++)
        {
            var world = new DmarcWorld();
            await CountAsync("shop.test", world);
            world.Flow.Time.Advance(TimeSpan.FromHours(18));
            world.Storage.Faults.Fail(step, appliedFirst: step % 2 == 0);
            try
            {
                await world.Reporter.RunAsync(Token);
            }
            catch (StorageUnavailableException)
            {
                deaths++;
            }

            world.Storage.Faults.Fail(int.MaxValue);
            await world.Reporter.RunAsync(Token);
            var pointers = await world.Flow.TakeIncomingAsync();
            Assert.Equal(2, pointers.DistinctBy(pointer => pointer.QueueId).Count());
            Assert.Equal(2, await world.Storage.Spool.ListAsync(from: null, Token).CountAsync(Token));
            Assert.Empty(await world.Storage.DmarcDays.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));
        }

        Assert.InRange(deaths, 6, 20);
    }

    [Theory]
    [InlineData("example.test")]
    [InlineData("small.test")]
    [InlineData("nobody.test")]
    public async Task Ourselves_those_who_take_less_and_those_who_do_not_ask_get_none(string domain)
    {
        await CountAsync(domain);
        _world.Flow.Time.Advance(TimeSpan.FromHours(18));

        Assert.Equal(0, await _world.Reporter.RunAsync(Token));
        Assert.Empty(await SentAsync());
        Assert.Empty(await _world.CountedAsync());
    }

    [Fact]
    public async Task Without_a_sender_nothing_is_sent_and_nothing_stays_for_long()
    {
        await CountAsync("shop.test");
        _world.Storage.Settings.Set("dmarc-report-sender", "none");
        _world.Flow.Time.Advance(TimeSpan.FromHours(18));
        Assert.Equal(0, await _world.Reporter.RunAsync(Token));
        // It may be that the settings could not be read.
        Assert.Single(await _world.CountedAsync());

        _world.Flow.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await _world.Reporter.RunAsync(Token));
        Assert.Empty(await _world.CountedAsync());
    }

    [Fact]
    public async Task A_DNS_that_does_not_answer_is_asked_again_for_two_days()
    {
        await CountAsync("dark.test");
        _world.Flow.Time.Advance(TimeSpan.FromHours(18));
        Assert.Equal(0, await _world.Reporter.RunAsync(Token));
        Assert.Single(await _world.CountedAsync());

        _world.Flow.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await _world.Reporter.RunAsync(Token));
        Assert.Empty(await _world.CountedAsync());
    }

    private async Task CountAsync(string domain, DmarcWorld? world = null)
    {
        (world ?? _world).Flow.DmarcCounter.Add(new DmarcPublication(domain), Finding);
        await (world ?? _world).Flow.DmarcCounter.FlushAsync(Token);
    }

    private static byte[] Decode(MimePart part)
    {
        using var octets = new MemoryStream();
        part.Content!.DecodeTo(octets, Token);
        return octets.ToArray();
    }

    private async Task<List<(Envelope Envelope, MimeMessage Message)>> SentAsync()
    {
        var sent = new List<(Envelope, MimeMessage)>();
        foreach (var pointer in await _world.Flow.TakeIncomingAsync())
        {
            await using var message = await _world.Storage.Spool.OpenAsync(pointer.QueueId, Token);
            sent.Add((message!.Envelope, await MimeMessage.LoadAsync(message.Content, Token)));
        }

        return sent;
    }
}
