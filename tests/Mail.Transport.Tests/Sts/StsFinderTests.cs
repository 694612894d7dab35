using System.Net;
using Mail.Core;
using Mail.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Transport.Tests;

public sealed class StsFinderTests : IAsyncDisposable
{
    private const string Zone = """
        {
          "_mta-sts.peer.test": {"TXT": ["v=STSv1; id=1"]}, "mta-sts.peer.test": {"A": ["127.0.0.1"]},
          "_mta-sts.moved.test": {"TXT": ["v=STSv1; id=2"]}, "mta-sts.moved.test": {"A": ["127.0.0.1"]},
          "_mta-sts.dark.test": {"RCODE": "SERVFAIL"}
        }
        """;

    private const string Policy = "version: STSv1\nmode: enforce\nmx: mx.peer.test\nmax_age: 604800\n";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeDns _dns = FakeDns.Parse(Zone);
    private readonly InMemoryStsPolicies _kept = new();
    private readonly List<IDisposable> _disposables = [];
    private PolicyHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_announced_is_fetched_once_and_kept()
    {
        var finder = await FinderAsync(host => host.Serve(Policy));

        var found = await finder.FindAsync("peer.test", Token);
        await finder.FindAsync("peer.test", Token);

        Assert.Equal((true, "mx.peer.test"), (found.IsEnforced, found.Policy!.Mx.Single()));
        Assert.Equal(["GET mta-sts.peer.test/.well-known/mta-sts.txt"], _host!.Requests);
        Assert.Equal("1", (await _kept.FindAsync("peer.test", Token))!.Id);
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_who_ask_at_once_share_one_fetch()
    {
        var finder = await FinderAsync(host => host.Serve(Policy));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => finder.FindAsync("peer.test", Token).AsTask()));

        Assert.Single(_host!.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("moved.test")]
    [InlineData("gone.test")]
    [InlineData("dark.test")]
    public async Task A_policy_holds_for_its_time_whatever_becomes_of_its_announcement(string domain)
    {
        await _kept.KeepAsync(Kept(domain, _time.GetUtcNow()), Token);
        var finder = await FinderAsync(host => host.Answer = Status(500));

        Assert.True((await finder.FindAsync(domain, Token)).IsEnforced);
        _time.Advance(TimeSpan.FromDays(7));
        Assert.Null((await finder.FindAsync(domain, Token)).Policy);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_id_means_another_policy()
    {
        await _kept.KeepAsync(Kept("moved.test", _time.GetUtcNow()), Token);
        var finder = await FinderAsync(host => host.Serve("version: STSv1\nmode: none\nmax_age: 86400\n"));

        Assert.Equal(MtaStsMode.None, (await finder.FindAsync("moved.test", Token)).Policy!.Mode);
        Assert.Equal(MtaStsMode.None, (await _kept.FindAsync("moved.test", Token))!.Policy.Mode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_policy_is_renewed_before_it_ends()
    {
        var finder = await FinderAsync(host => host.Serve(Policy));
        await finder.FindAsync("peer.test", Token);
        for (var day = 0; day < 30; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            Assert.True((await finder.FindAsync("peer.test", Token)).IsEnforced);
        }

        Assert.Equal(31, _host!.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_that_fails_is_left_alone_for_a_while()
    {
        var finder = await FinderAsync(host => host.Answer = Status(404));
        await finder.FindAsync("peer.test", Token);
        await finder.FindAsync("peer.test", Token);
        Assert.Single(_host!.Requests);

        _time.Advance(StsFinder.RetryAfter);
        _host.Serve(Policy);
        Assert.True((await finder.FindAsync("peer.test", Token)).IsEnforced);
    }

    /// <summary>What the host does, and what reports will say.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("404", TlsProblem.StsPolicyFetchError)]
    [InlineData("redirect", TlsProblem.StsPolicyFetchError)]
    [InlineData("10 MB", TlsProblem.StsPolicyFetchError)]
    [InlineData("breaks off", TlsProblem.StsPolicyFetchError)]
    [InlineData("stalls", TlsProblem.StsPolicyFetchError)]
    [InlineData("html", TlsProblem.StsPolicyInvalid)]
    [InlineData("nonsense", TlsProblem.StsPolicyInvalid)]
    [InlineData("other name", TlsProblem.StsWebpkiInvalid)]
    [InlineData("not trusted", TlsProblem.StsWebpkiInvalid)]
    public async Task A_policy_that_cannot_be_had_is_none(string trouble, TlsProblem problem)
    {
        var options = new WebOptions
        {
            AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")],
            Authorities = trouble == "not trusted" ? [] : [TestCertificate.Root],
            Timeout = trouble == "stalls" ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(30),
        };
        var finder = await FinderAsync(host => Misbehave(host, trouble), options, trouble == "other name" ? "peer.test" : "mta-sts.peer.test");

        var found = await finder.FindAsync("peer.test", Token);

        Assert.Null(found.Policy);
        Assert.Equal(problem, found.Failure!.Kind);
        Assert.Null(await _kept.FindAsync("peer.test", Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_leads_us_to_what_is_inside_by_naming_it()
    {
        var finder = await FinderAsync(host => host.Serve(Policy), new WebOptions { Authorities = [TestCertificate.Root] });

        Assert.Equal(TlsProblem.StsPolicyFetchError, (await finder.FindAsync("peer.test", Token)).Failure!.Kind);
        Assert.Empty(_host!.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_the_storage_it_is_not_known_whether_there_is_one()
    {
        var finder = await FinderAsync(host => host.Serve(Policy));
        _kept.Faults.Fail(1);

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await finder.FindAsync("peer.test", Token));
    }

    private static KeptStsPolicy Kept(string domain, DateTimeOffset at) => new()
    {
        Domain = domain,
        Id = "1",
        Policy = new StsPolicy(MtaStsMode.Enforce, TimeSpan.FromDays(7), ["mx.peer.test"]),
        FetchedAt = at,
    };

    private static Func<HttpContext, Task> Status(int code) => context =>
    {
        context.Response.StatusCode = code;
        return Task.CompletedTask;
    };

    private static void Misbehave(PolicyHost host, string trouble)
    {
        host.Serve(trouble == "10 MB" ? Policy + new string('x', 10_000_000) : trouble == "nonsense" ? "hello" : Policy, trouble == "html" ? "text/html" : "text/plain");
        host.Answer = trouble switch
        {
            "404" => Status(404),
            "redirect" => RedirectAsync,
            "breaks off" => BreakOffAsync,
            "stalls" => context => Task.Delay(Timeout.Infinite, context.RequestAborted),
            _ => host.Answer,
        };
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect("https://mta-sts.peer.test/other");
        return Task.CompletedTask;
    }

    private static async Task BreakOffAsync(HttpContext context)
    {
        (context.Response.ContentType, context.Response.ContentLength) = ("text/plain", 1000);
        await context.Response.WriteAsync(Policy, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private async Task<StsFinder> FinderAsync(Action<PolicyHost> prepare, WebOptions? options = null, string name = "mta-sts.peer.test")
    {
        _host = await PolicyHost.StartAsync(name, "mta-sts.moved.test");
        prepare(_host);
        var web = new PublicWeb(_dns, options ?? new WebOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root] });
        _disposables.Add(web);
        return new StsFinder(_dns, _kept, new StsFetcher(web, _host.Port), _time, NullLogger.Instance);
    }
}
