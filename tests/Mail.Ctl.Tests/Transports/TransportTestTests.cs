using System.Text.Json;
using Mail.Core;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public class TransportTestTests
{
    private const string Zone = """
        {
          "plain.test": {"MX": ["10 a.plain.test", "20 b.plain.test"]}, "a.plain.test": {"A": ["11.0.0.1"], "AAAA": ["2a00::1"]}, "b.plain.test": {"A": ["11.0.0.2"]},
          "inside.test": {"MX": ["10 home.test", "20 a.plain.test", "30 nobody.test", "40 slow.test"]}, "home.test": {"A": ["127.0.0.1", "169.254.169.254"]}, "slow.test": {"TIMEOUT": true},
          "hidden.test": {"MX": ["10 home.test"]},
          "null.test": {"MX": ["0 ."]},
          "ours.test": {"MX": ["10 mail.example.test", "20 a.plain.test"]}, "mail.example.test": {"A": ["11.0.0.9"]},
          "nomx.test": {"A": ["11.0.0.7"]},
          "down.test": {"RCODE": "SERVFAIL"},
          "many.test": {"MX": ["10 crowd.test"]}, "crowd.test": {"A": ["11.0.0.1", "11.0.0.2", "11.0.0.3", "11.0.0.4", "11.0.0.5", "11.0.0.6"]},
          "relay.test": {"A": ["10.0.0.5"]}
        }
        """;

    private readonly CtlWorld _world = CtlWorld.WithAlice();

    public TransportTestTests()
    {
        _world.Dns = FakeDns.Parse(Zone);
        _world.Environment["MAIL_HOSTNAME"] = "Mail.example.test";
    }

    [Theory]
    [InlineData("plain.test", "tries a.plain.test [2a00::1]:25|tries a.plain.test [11.0.0.1]:25|tries b.plain.test [11.0.0.2]:25")]
    [InlineData("nomx.test", "tries nomx.test [11.0.0.7]:25")]
    [InlineData("[11.0.0.3]", "tries 11.0.0.3 [11.0.0.3]:25")]
    [InlineData("[127.0.0.1]", "goes back to the sender: 5.4.4 the servers of the domain [127.0.0.1] have no public address")]
    [InlineData("null.test", "goes back to the sender: 5.1.10 the domain null.test takes no mail (null MX)")]
    [InlineData("nowhere.test", "goes back to the sender: 5.1.2 the domain nowhere.test does not exist")]
    [InlineData("down.test", "waits: 4.4.3 the DNS does not say where mail for down.test goes (response code SERVFAIL)")]
    [InlineData("hidden.test", "not home.test [127.0.0.1]:25: not a public address|not home.test [169.254.169.254]:25: not a public address|goes back to the sender: 5.4.4 the servers of the domain hidden.test have no public address")]
    [InlineData("ours.test", "not mail.example.test [11.0.0.9]:25: that is us|not a.plain.test [2a00::1]:25: not before us: mail would come back|not a.plain.test [11.0.0.1]:25: not before us: mail would come back|goes back to the sender: 5.4.6 mail for ours.test loops back to myself")]
    public async Task Where_mail_goes_and_why_not_elsewhere(string domain, string lines)
    {
        var told = (await _world.RunAsync($"transport test bob@{domain}")).Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Split('|'), told[1..].Select(line => line.Trim()));
    }

    [Fact]
    public async Task What_is_passed_over_is_told_beside_what_is_tried()
    {
        var told = (await _world.RunAsync("transport test bob@inside.test")).Succeeded().Out;
        Assert.Contains("  tries a.plain.test [11.0.0.1]:25\n", told, StringComparison.Ordinal);
        Assert.Contains("  not home.test [169.254.169.254]:25: not a public address\n", told, StringComparison.Ordinal);
        Assert.Contains("  not nobody.test: no address in the DNS\n", told, StringComparison.Ordinal);
        Assert.Contains("  not slow.test: could not be looked up: no answer in time\n", told, StringComparison.Ordinal);

        var many = (await _world.RunAsync("transport test bob@many.test")).Succeeded().Out.Split('\n');
        Assert.Equal(5, many.Count(line => line.StartsWith("  tries", StringComparison.Ordinal)));
        Assert.Single(many, line => line.EndsWith(": beyond the first 5 addresses", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_for_a_domain_of_ours_takes_no_transport()
    {
        _world.Storage.Directory.AddDomain("plain.test", DomainKind.Relay);
        (await _world.RunAsync("transport test bob@plain.test")).Succeeded();
        var run = await _world.RunAsync("transport test alice@example.test");
        Assert.Equal((0, "mailctl: warning: example.test is ours: its mail is delivered here and takes no transport.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Networks_that_the_functions_may_send_to_are_the_same_here()
    {
        _world.Environment["MAIL_DIRECT_NETWORKS"] = "127.0.0.0/8";
        Assert.Contains("tries home.test [127.0.0.1]:25\n", (await _world.RunAsync("transport test bob@hidden.test")).Succeeded().Out, StringComparison.Ordinal);

        _world.Environment["MAIL_DIRECT_NETWORKS"] = "127.0.0.1/8";
        (await _world.RunAsync("transport test bob@hidden.test")).Refused("MAIL_DIRECT_NETWORKS is '127.0.0.1/8'");
    }

    [Fact]
    public async Task Rows_decide_and_a_relay_may_be_inside()
    {
        await _world.RunAsync("transport add * --smarthost relay.test --tls required");
        await _world.RunAsync(["transport", "add", "gone.test", "--error", "5.1.2 no more"]);
        await _world.RunAsync("transport add drop.test --discard");

        Assert.Equal("* smarthost relay.test, TLS required\n  tries relay.test [10.0.0.5]:587\n", (await _world.RunAsync("transport test b@null.test")).Succeeded().Out);
        Assert.Equal(
            "gone.test error 5.1.2 no more, TLS opportunistic\n  goes back to the sender: 5.1.2 no more\n", (await _world.RunAsync("transport test b@gone.test")).Succeeded().Out);
        Assert.Equal("drop.test discard, TLS opportunistic\n", (await _world.RunAsync("transport test b@drop.test")).Succeeded().Out);
    }

    [Theory]
    [InlineData(MtaStsMode.Enforce, "MTA-STS enforce: TLS verified, servers a.plain.test, until 2026-01-03 12:00:00Z|tries a.plain.test [2a00::1]:25|tries a.plain.test [11.0.0.1]:25|not b.plain.test [11.0.0.2]:25: not named by the domain's MTA-STS policy")]
    [InlineData(MtaStsMode.Testing, "MTA-STS testing: servers a.plain.test, until 2026-01-03 12:00:00Z|tries a.plain.test [2a00::1]:25|tries a.plain.test [11.0.0.1]:25|tries b.plain.test [11.0.0.2]:25")]
    [InlineData(MtaStsMode.None, "tries a.plain.test [2a00::1]:25|tries a.plain.test [11.0.0.1]:25|tries b.plain.test [11.0.0.2]:25")]
    public async Task The_policy_that_the_functions_keep_of_the_domain_is_told(MtaStsMode mode, string lines)
    {
        var policy = new KeptStsPolicy
        {
            Domain = "plain.test",
            Id = "1",
            Policy = new StsPolicy(mode, TimeSpan.FromDays(1), ["a.plain.test"]),
            FetchedAt = CtlWorld.Noon,
        };
        await _world.StsPolicies.KeepAsync(policy, TestContext.Current.CancellationToken);

        var told = (await _world.RunAsync("transport test bob@plain.test")).Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Split('|'), told[1..].Select(line => line.Trim()));

        await _world.RunAsync("transport add plain.test --direct --tls none");
        Assert.DoesNotContain("MTA-STS", (await _world.RunAsync("transport test bob@plain.test")).Succeeded().Out, StringComparison.Ordinal);
        await _world.RunAsync("transport remove plain.test");
        _world.Time.Advance(TimeSpan.FromDays(2));
        Assert.DoesNotContain("MTA-STS", (await _world.RunAsync("transport test bob@plain.test")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        var run = (await _world.RunAsync("transport test b@plain.test --json")).Succeeded();
        Assert.Equal("for via host port tls credentials text enabled comment decides hops([host address port passedOver]) nowhere policy", run.Shape);
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("nowhere").ValueKind);
        var nowhere = (await _world.RunAsync("transport test b@null.test --json")).Succeeded().Json.GetProperty("nowhere");
        Assert.Equal(["permanent", "status", "reason"], nowhere.EnumerateObject().Select(property => property.Name));
    }
}
