using System.Net;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Transport.Tests;

/// <summary>From a connection to the report.</summary>
public sealed class TlsReporterTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStorage _storage = new();
    private readonly InMemoryTlsDays _days = new();
    private PolicyHost? _host;
    private PublicWeb? _web;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _web?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_domain_that_asks_gets_one_report_by_mail_after_the_day()
    {
        var (counter, reporter) = await StartAsync("mailto:reports@peer.test");
        await CountAsync(counter);
        Assert.Equal(0, await reporter.RunAsync(Token));

        _time.Advance(TimeSpan.FromHours(16));
        Assert.Equal((1, 0), (await reporter.RunAsync(Token), await reporter.RunAsync(Token)));

        var item = Assert.Single(await _storage.Queues.Get(QueueNames.Incoming).ReceiveAsync(10, TimeSpan.FromMinutes(1), Token));
        Assert.True(IncomingPointer.TryParse(item.Body, out var pointer));
        await using var message = await _storage.Spool.OpenAsync(pointer.QueueId, Token);
        Assert.Equal((null, "reports@peer.test", DsnNotify.Never, true), (
            message!.Envelope.ReversePath, message.Envelope.Recipients[0].Address.ToString(), message.Envelope.Recipients[0].Notify, message.Envelope.MayRelay));
        using var parsed = await MimeKit.MimeMessage.LoadAsync(message.Content, Token);
        Assert.Equal("postmaster@example.test", parsed.From.Mailboxes.Single().Address);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_report_can_be_posted()
    {
        var (counter, reporter) = await StartAsync("https://reports.peer.test:{0}/v1/tlsrpt");
        string? type = null;
        _host!.Answer = async context =>
        {
            type = context.Request.ContentType;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = 201;
        };
        await CountAsync(counter);
        _time.Advance(TimeSpan.FromHours(16));

        Assert.Equal(1, await reporter.RunAsync(Token));
        Assert.Equal(["POST reports.peer.test/v1/tlsrpt"], _host.Requests);
        Assert.Equal("application/tlsrpt+gzip", type);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_posted_is_tried_again_and_then_forgotten()
    {
        var (counter, reporter) = await StartAsync("https://reports.peer.test:{0}/v1/tlsrpt");
        _host!.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await CountAsync(counter);
        _time.Advance(TimeSpan.FromHours(16));
        Assert.Equal(0, await reporter.RunAsync(Token));
        _time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await reporter.RunAsync(Token));
        await reporter.RunAsync(Token);

        Assert.Equal(2, _host.Requests.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://reports.peer.test:{0}/")]
    public async Task Nobody_has_us_post_to_what_is_inside(string target)
    {
        var (counter, reporter) = await StartAsync(target, allowed: []);
        await CountAsync(counter);
        _time.Advance(TimeSpan.FromHours(16));

        Assert.Equal(0, await reporter.RunAsync(Token));
        Assert.Empty(_host!.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task For_those_who_do_not_ask_nothing_is_written()
    {
        var (counter, _) = await StartAsync("mailto:reports@peer.test");
        counter.Add(new TlsResult { Domain = "silent.test", Kind = TlsPolicyKind.None });
        await counter.FlushAsync(Token);

        Assert.Empty(await _days.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_written_now_is_written_later_and_once()
    {
        var (counter, _) = await StartAsync("mailto:reports@peer.test");
        counter.Add(new TlsResult { Domain = "dark.test", Kind = TlsPolicyKind.None });
        _days.Faults.Unavailable = true;
        await CountAsync(counter);
        _days.Faults.Unavailable = false;
        await CountAsync(counter);
        await counter.FlushAsync(Token);

        var day = Assert.Single(await _days.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));
        Assert.Equal(("peer.test", 2), (day.Domain, day.Policies[0].Successful));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_sender_nothing_is_sent_and_nothing_stays_for_long()
    {
        var (counter, reporter) = await StartAsync("mailto:reports@peer.test", sender: "none");
        await CountAsync(counter);
        _time.Advance(TimeSpan.FromHours(16));

        Assert.Equal(0, await reporter.RunAsync(Token));
        // It may be that the settings could not be read.
        Assert.Single(await _days.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));

        _time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await reporter.RunAsync(Token));
        Assert.Empty(await _days.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));
        Assert.Equal(0, await _storage.Queues.Get(QueueNames.Incoming).CountAsync(Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_can_never_be_written_does_not_keep_the_others_from_it()
    {
        var dns = FakeDns.Parse("""{"_smtp._tls.large.test": {"TXT": ["v=TLSRPTv1; rua=mailto:a@large.test"]}, "_smtp._tls.peer.test": {"TXT": ["v=TLSRPTv1; rua=mailto:a@peer.test"]}}""");
        var counter = new TlsResultCounter(new NotLarge(_days), dns, _time, NullLogger<TlsResultCounter>.Instance);
        counter.Add(new TlsResult { Domain = "large.test", Kind = TlsPolicyKind.None });

        await CountAsync(counter);

        Assert.Equal("peer.test", Assert.Single(await _days.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token)).Domain);
    }

    private static async Task CountAsync(TlsResultCounter counter)
    {
        counter.Add(new TlsResult { Domain = "peer.test", Kind = TlsPolicyKind.None });
        await counter.FlushAsync(Token);
    }

    private async Task<(TlsResultCounter Counter, TlsReporter Reporter)> StartAsync(string target, IPNetwork[]? allowed = null, string sender = "postmaster@example.test")
    {
        _host = await PolicyHost.StartAsync("reports.peer.test");
        var rua = string.Format(null, target, _host.Port);
        var dns = FakeDns.Parse($$"""
            {
              "_smtp._tls.peer.test": {"TXT": ["v=TLSRPTv1; rua={{rua}}"]}, "_smtp._tls.dark.test": {"TIMEOUT": true},
              "reports.peer.test": {"A": ["127.0.0.1"]}
            }
            """);
        _storage.Settings.Set("tls-report-sender", sender);
        _web = new PublicWeb(dns, new WebOptions { AllowedNetworks = allowed ?? [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root] });
        return (
            new TlsResultCounter(_days, dns, _time, NullLogger<TlsResultCounter>.Instance),
            new TlsReporter(
                _days,
                new InMemoryStsPolicies(),
                dns,
                _storage.Spool,
                new IncomingQueue(_storage.Queues),
                _web,
                _storage.Settings,
                "mx.example.test",
                _time,
                NullLogger<TlsReporter>.Instance));
    }

    /// <summary>As a storage that refuses a row for its size.</summary>
    private sealed class NotLarge(ITlsDays days) : ITlsDays
    {
        public ValueTask<bool> TryAddAsync(TlsDay more, CancellationToken cancellationToken) =>
            more.Domain == "large.test" ? throw new InvalidOperationException("413") : days.TryAddAsync(more, cancellationToken);

        public IAsyncEnumerable<TlsDay> ListAsync(DateOnly before, CancellationToken cancellationToken) => days.ListAsync(before, cancellationToken);

        public ValueTask RemoveAsync(DateOnly day, string domain, CancellationToken cancellationToken) => days.RemoveAsync(day, domain, cancellationToken);
    }
}
