using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing.Tests.Dmarc;

/// <summary>From a message to what is told of it: RFC 7489 §7.2.</summary>
public class DmarcCountingTests
{
    private readonly DmarcWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_counted_with_what_was_found_and_nothing_of_its_recipient()
    {
        _world.Screen(DmarcWorld.Verdict());
        await _world.ReceiveAsync();
        await _world.ReceiveAsync();
        await _world.ReceiveAsync(client: "::ffff:192.0.2.7");

        var day = Assert.Single(await _world.CountedAsync());
        var tally = Assert.Single(day.Tallies);
        Assert.Equal((new DateOnly(2026, 1, 2), "shop.test", 3L), (day.Day, day.Domain, tally.Count));
        Assert.Equal(
            new DmarcFinding
            {
                Source = "192.0.2.7",
                HeaderFrom = "shop.test",
                EnvelopeFrom = "sender.test",
                Disposition = DmarcPolicy.Quarantine,
                Override = "local_policy",
                Dkim = [new DmarcDkim("list.test", "s1", "pass")],
                Spf = new DmarcSpf("sender.test", IsHelo: false, "softfail"),
            },
            tally.Finding);
    }

    [Theory]
    [InlineData("discard", DmarcPolicy.Reject, DmarcPolicy.Reject, null)]
    [InlineData("file", DmarcPolicy.Reject, DmarcPolicy.Quarantine, "local_policy")]
    [InlineData("tag", DmarcPolicy.Reject, DmarcPolicy.None, "local_policy")]
    [InlineData("file", DmarcPolicy.Quarantine, DmarcPolicy.Quarantine, null)]
    [InlineData("discard", DmarcPolicy.None, DmarcPolicy.None, null)]
    public async Task The_report_says_what_was_done(string setting, DmarcPolicy asked, DmarcPolicy done, string? reason)
    {
        _world.Storage.Settings.Set("dmarc-reject", setting);
        _world.Storage.Settings.Set("dmarc-quarantine", setting);
        _world.Screen(DmarcWorld.Verdict(disposition: asked));
        await _world.ReceiveAsync();

        var finding = Assert.Single(Assert.Single(await _world.CountedAsync()).Tallies).Finding;
        Assert.Equal((done, reason), (finding.Disposition, finding.Override));
    }

    [Theory]
    [InlineData("alice@example.test carol@other.test")]
    [InlineData("carol@other.test alice@example.test")]
    public async Task Of_several_domains_the_strictest_counts_whatever_their_order(string recipients)
    {
        _world.Storage.Settings.Set("dmarc-reject", "tag");
        await _world.Storage.Directory.AddDomainAsync(new DomainEntry { Name = "other.test", Kind = DomainKind.Mailbox, DmarcReject = DmarcAction.File }, Token);
        _world.Screen(DmarcWorld.Verdict());
        await _world.ReceiveAsync(recipients);

        Assert.Equal(DmarcPolicy.Quarantine, Assert.Single(Assert.Single(await _world.CountedAsync()).Tallies).Finding.Disposition);
    }

    [Fact]
    public async Task A_bounce_is_told_by_its_HELO()
    {
        var verdict = DmarcWorld.Verdict(AuthenticationResult.Pass);
        _world.Screen(verdict with { Spf = new SpfVerdict(AuthenticationResult.None) });
        await _world.ReceiveAsync(reversePath: null);

        var finding = Assert.Single(Assert.Single(await _world.CountedAsync()).Tallies).Finding;
        Assert.Equal((true, "", new DmarcSpf("mx.sender.test", IsHelo: true, "none")), (finding.DkimAligned, finding.EnvelopeFrom, finding.Spf));
    }

    [Theory]
    [InlineData(AuthenticationResult.None)]
    [InlineData(AuthenticationResult.TempError)]
    [InlineData(AuthenticationResult.PermError)]
    public async Task What_is_no_result_is_not_reported(AuthenticationResult result)
    {
        _world.Screen(DmarcWorld.Verdict(result));
        await _world.ReceiveAsync();
        Assert.Empty(await _world.CountedAsync());
    }

    [Fact]
    public async Task Nothing_is_counted_for_those_who_do_not_ask_or_while_nobody_reports()
    {
        _world.Screen(DmarcWorld.Verdict(wantsReports: false));
        await _world.ReceiveAsync();
        _world.Screen(DmarcWorld.Verdict());
        await _world.ReceiveAsync(client: null);
        _world.Storage.Settings.Set("dmarc-report-sender", "none");
        await _world.ReceiveAsync();

        Assert.Empty(await _world.CountedAsync());
    }

    [Fact]
    public async Task Reports_to_us_are_not_reported()
    {
        _world.Storage.Settings.Set("dmarc-report-address", "bob@example.test");
        _world.Screen(DmarcWorld.Verdict());
        await _world.ReceiveAsync("bob@example.test");
        Assert.Empty(await _world.CountedAsync());

        await _world.ReceiveAsync("alice@example.test");
        Assert.Single(await _world.CountedAsync());
    }

    [Fact]
    public async Task What_answers_our_reports_is_not_reported()
    {
        _world.Screen(DmarcWorld.Verdict(AuthenticationResult.Pass));
        _world.Storage.Directory.AddAlias("noreply-dmarc@example.test", "alice@example.test");
        await _world.ReceiveAsync("noreply-dmarc@example.test", reversePath: null);
        Assert.Empty(await _world.CountedAsync());
    }

    [Theory]
    [InlineData("Report Domain: example.test Submitter: shop.test Report-ID: <1>", AuthenticationResult.Pass, 0)]
    [InlineData("Report Domain: example.test Submitter: shop.test Report-ID: <1>", AuthenticationResult.Fail, 1)]
    [InlineData("report domain: example.test\r\n Submitter: shop.test\r\n Report-ID: <1>", AuthenticationResult.Pass, 0)]
    [InlineData("Report Domain: our figures", AuthenticationResult.Pass, 1)]
    [InlineData("Re: Report Domain: example.test Submitter: shop.test", AuthenticationResult.Pass, 1)]
    public async Task A_report_to_whatever_address_is_not_reported_and_no_forger_hides_behind_its_subject(string subject, AuthenticationResult result, int counted)
    {
        _world.Screen(DmarcWorld.Verdict(result));
        await _world.ReceiveAsync(subject: subject);
        Assert.Equal(counted, (await _world.CountedAsync()).Count);
    }

    [Theory]
    [InlineData(ScanAction.Quarantine)]
    [InlineData(ScanAction.Defer)]
    [InlineData(ScanAction.Discard)]
    public async Task What_scanners_keep_back_has_come_all_the_same_and_counts_once(ScanAction action)
    {
        _world.Screen(DmarcWorld.Verdict(), action);
        var id = await _world.ReceiveAsync();
        _world.Screen(DmarcWorld.Verdict());
        await _world.Flow.RunAsync(id, attempt: 1);

        Assert.Equal(1, Assert.Single(Assert.Single(await _world.CountedAsync()).Tallies).Count);
    }

    [Fact]
    public async Task A_run_that_is_repeated_after_an_outage_counts_once()
    {
        _world.Screen(DmarcWorld.Verdict());
        _world.Storage.Log.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _world.ReceiveAsync());
        _world.Storage.Log.Faults.Unavailable = false;
        var pointer = Assert.Single(await _world.Storage.Spool.ListAsync(from: null, Token).ToListAsync(Token));
        await _world.Flow.RunAsync(pointer.QueueId!.Value, dequeueCount: 2);
        await _world.Flow.RunAsync(pointer.QueueId!.Value, dequeueCount: 3);

        Assert.Equal(1, Assert.Single(Assert.Single(await _world.CountedAsync()).Tallies).Count);
    }

    [Fact]
    public async Task What_cannot_be_written_is_written_later_and_once()
    {
        _world.Screen(DmarcWorld.Verdict());
        await _world.ReceiveAsync();
        // It arrives, and only the answer is lost.
        _world.Storage.DmarcDays.Faults.Fail(1, appliedFirst: true);
        await _world.Flow.DmarcCounter.FlushAsync(Token);
        await _world.ReceiveAsync();

        Assert.Equal(2, Assert.Single(Assert.Single(await _world.CountedAsync()).Tallies).Count);
    }

    [Fact]
    public async Task Who_makes_every_message_different_fills_no_memory()
    {
        var published = new DmarcPublication("shop.test");
        var finding = new DmarcFinding { Source = "192.0.2.1", HeaderFrom = "shop.test", Spf = new DmarcSpf("", IsHelo: true, "none") };
        for (var i = 0; i < DmarcCounter.MaxTalliesOfOne + 500; i++)
        {
            _world.Flow.DmarcCounter.Add(published, finding with { EnvelopeFrom = $"{i}.test" });
        }

        for (var i = 0; i < DmarcCounter.MaxDomains + 500; i++)
        {
            _world.Flow.DmarcCounter.Add(new DmarcPublication($"{i}.test"), finding);
        }

        var days = await _world.CountedAsync();
        var day = days.Single(day => day.Domain == "shop.test");
        Assert.Equal((DmarcCounter.MaxTalliesOfOne, 500L, DmarcCounter.MaxDomains), (day.Tallies.Count, day.Uncounted, days.Count));
    }
}
