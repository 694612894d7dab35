using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mail.Core;
using Mail.Testing;
using Mail.Transport;

namespace Mail.Ctl.Tests;

public class DomainVerifyTests
{
    private const string Command = "domain dns example.test --host mail.example.test --verify";

    private readonly CtlWorld _world = CtlWorld.WithAlice();

    /// <summary>All as it should be; tests change it.</summary>
    private readonly JsonObject _zone = JsonNode.Parse(
        $$"""
        {
          "example.test": {"MX": ["10 mail.example.test"], "TXT": ["some-site-verification=1", "v=spf1 mx ~all"]},
          "mail.example.test": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]},
          "1.2.0.192.in-addr.arpa": {"PTR": ["mail.example.test"]},
          "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": {"PTR": ["mail.example.test"]},
          "_dmarc.example.test": {"TXT": ["v=DMARC1; p=reject; rua=mailto:postmaster@example.test"]},
          "_mta-sts.example.test": {"TXT": ["{{new AnnouncedMtaSts(MtaStsMode.Testing, "mail.example.test").Record}}"]},
          "mta-sts.example.test": {"CNAME": ["mail.example.test"]},
          "_smtp._tls.example.test": {"TXT": ["v=TLSRPTv1; rua=mailto:postmaster@example.test"]},
          "_submissions._tcp.example.test": {"SRV": ["0 1 465 mail.example.test"]},
          "_submission._tcp.example.test": {"SRV": ["20 5 587 mail.example.test"]},
          "autoconfig.example.test": {"CNAME": ["mail.example.test"]},
          "autodiscover.example.test": {"A": ["192.0.2.1"]},
          "_autodiscover._tcp.example.test": {"SRV": ["0 0 443 mail.example.test"]}
        }
        """)!.AsObject();

    private WebAnswer? _policy = new(
        HttpStatusCode.OK, "text/plain", Encoding.ASCII.GetBytes(new AnnouncedMtaSts(MtaStsMode.Testing, "mail.example.test").Text));

    [Fact]
    public async Task All_is_right()
    {
        await PublishKeyAsync();
        var run = await RunAsync();
        Assert.All(Rows(run), row => Assert.StartsWith("right\t", row, StringComparison.Ordinal));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Others_have_to_get_the_policy_that_the_record_announces()
    {
        await PublishKeyAsync();
        Assert.Contains(
            "right\tPOLICY\thttps://mta-sts.example.test/.well-known/mta-sts.txt\tversion: STSv1, mode: testing, mx: mail.example.test, max_age: 86400\n", (await RunAsync()).Out, StringComparison.Ordinal);

        _policy = new WebAnswer(HttpStatusCode.OK, "text/plain", "version: STSv1\nmode: enforce\nmx: mail.example.test\nmax_age: 86400\n"u8.ToArray());
        await IsWrongAsync("differs\tPOLICY\thttps://mta-sts.example.test/.well-known/mta-sts.txt\tfound: version: STSv1, mode: enforce, mx: mail.example.test, max_age: 86400; expected: version: STSv1, mode: testing");
        _policy = _policy with { MediaType = "text/html" };
        await IsWrongAsync("it is not text/plain");
        _policy = new WebAnswer(HttpStatusCode.Found, null, new byte[60_000]);
        await IsWrongAsync("mta-sts.example.test answers 302");
        _policy = null;
        await IsWrongAsync("missing\tPOLICY\thttps://mta-sts.example.test/.well-known/mta-sts.txt\texpected: version: STSv1, mode: testing, mx: mail.example.test, max_age: 86400; no answer\n");

        await _world.RunAsync("setting set mta-sts none");
        Assert.DoesNotContain("POLICY", (await RunAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        await PublishKeyAsync();
        _zone.Remove("_dmarc.example.test");
        var run = await RunAsync(Command + " --json");
        Assert.Equal("domain host right records([name type state expected found remark])", run.Shape);
        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("right").GetBoolean());
        var dmarc = run.Json.GetProperty("records").EnumerateArray().Single(record => record.GetProperty("name").GetString() == "_dmarc.example.test");
        Assert.Equal("missing", dmarc.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, dmarc.GetProperty("remark").ValueKind);
    }

    [Theory]
    [InlineData("example.test", """{"MX": ["10 mail.example.test"]}""", "missing\tTXT\texample.test\texpected: \"v=spf1 mx ~all\"")]
    [InlineData("example.test", """{"MX": ["10 mail.example.test"], "TXT": ["v=spf1 mx ~all", "v=spf1 -all"]}""", "2 records begin with v=spf1: others use none of them")]
    [InlineData("example.test", """{"MX": ["10 mail.example.test"], "TXT": ["v=spf1 ip4:198.51.100.0/24 -all"]}""", "mail from 192.0.2.1 does not pass")]
    [InlineData("example.test", """{"MX": ["10 mail.example.test"], "TXT": ["v=spf1 mx +all"]}""", "anybody passes: end it with ~all or -all")]
    [InlineData("example.test", """{"MX": ["10 mail.example.test"], "TXT": ["v=spf1 ipv4:192.0.2.1 -all"]}""", "'ipv4:192.0.2.1' is no term of SPF")]
    [InlineData("example.test", """{"MX": ["10 other.test"], "TXT": ["v=spf1 a:mail.example.test -all"]}""", "differs\tMX\texample.test\tfound: 10 other.test.; mail does not come to mail.example.test; expected: 10 mail.example.test.")]
    [InlineData("example.test", """{"MX": ["10 192.0.2.1"], "TXT": ["v=spf1 a:mail.example.test -all"]}""", "192.0.2.1 is an address: an MX has to name a host")]
    [InlineData("example.test", """{"MX": ["10 autoconfig.example.test"], "TXT": ["v=spf1 a:mail.example.test -all"]}""", "autoconfig.example.test is a CNAME")]
    [InlineData("example.test", """{"MX": ["0 ."], "TXT": ["v=spf1 a:mail.example.test -all"]}""", "a null MX says that the domain takes no mail")]
    [InlineData("example.test", """{"MX": ["20 mail.example.test", "10 old.test"], "TXT": ["v=spf1 mx -all"]}""", "old.test is asked before mail.example.test")]
    [InlineData("example.test", """{"RCODE": "SERVFAIL"}""", "unknown\tMX\texample.test\tcould not be looked up: response code SERVFAIL")]
    [InlineData("1.2.0.192.in-addr.arpa", """{"PTR": ["host-1.provider.test"]}""", "differs\tPTR\t1.2.0.192.in-addr.arpa\tfound: host-1.provider.test.; 192.0.2.1 has another name; expected: mail.example.test.")]
    [InlineData("_dmarc.example.test", """{"TXT": ["v=DMARC1; rua=mailto:a@b.test"]}""", "it has no p: others use none of it")]
    [InlineData("_dmarc.example.test", """{"TXT": ["v=DMARC1; p=maybe"]}""", "p=maybe is none of none, quarantine, reject")]
    [InlineData("_dmarc.example.test", """{"TXT": ["v=DMARC10; p=none"]}""", "missing\tTXT\t_dmarc.example.test")]
    [InlineData("_mta-sts.example.test", """{"TXT": ["v=STSv1; id=20200101"]}""", "the id is of another policy")]
    [InlineData("mta-sts.example.test", """{"A": ["198.51.100.1"]}""", "differs\tCNAME\tmta-sts.example.test\tfound: 198.51.100.1; these are not the addresses of mail.example.test")]
    [InlineData("mta-sts.example.test", """{"CNAME": ["nowhere.test"]}""", "differs\tCNAME\tmta-sts.example.test\tfound: nowhere.test.")]
    [InlineData("mta-sts.example.test", """{"TIMEOUT": true}""", "unknown\tCNAME\tmta-sts.example.test\tcould not be looked up: no answer in time")]
    [InlineData("_smtp._tls.example.test", """{"TXT": ["v=TLSRPTv1;"]}""", "it has no rua")]
    [InlineData("_submissions._tcp.example.test", """{"SRV": ["0 1 465 old.test"]}""", "differs\tSRV\t_submissions._tcp.example.test\tfound: 0 1 465 old.test.")]
    [InlineData("_submissions._tcp.example.test", """{"SRV": ["0 1 465 mail.example.test", "0 1 465 old.test"]}""", "programs are also sent to old.test:465")]
    [InlineData("_imaps._tcp.example.test", """{"SRV": ["0 1 993 old.test"]}""", "differs\tSRV\t_imaps._tcp.example.test")]
    [InlineData("mail.example.test", """{}""", "missing\tA\tmail.example.test")]
    public async Task What_is_wrong_is_told_in_a_line(string name, string records, string told)
    {
        await PublishKeyAsync();
        _zone[name] = JsonNode.Parse(records);

        var run = await RunAsync();

        Assert.Contains(told, run.Out, StringComparison.Ordinal);
        // A remark on what is right does not fail a script.
        var isRight = told.Contains("is asked before", StringComparison.Ordinal);
        Assert.Equal(isRight ? 0 : 1, run.ExitCode);
    }

    [Fact]
    public async Task Addresses_that_were_given_are_the_ones_that_count()
    {
        await PublishKeyAsync();
        var run = await RunAsync(Command + " --address 192.0.2.7");
        Assert.Contains("differs\tA\tmail.example.test\tfound: 192.0.2.1; expected: 192.0.2.7\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("missing\tPTR\t7.2.0.192.in-addr.arpa\texpected: mail.example.test.\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("mail from 192.0.2.7 does not pass", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_is_not_included_is_missed()
    {
        await PublishKeyAsync();
        Assert.Contains("include:spf.relay.test is not in it", (await RunAsync(Command + " --include spf.relay.test")).Out, StringComparison.Ordinal);

        _zone["example.test"]!["TXT"] = new JsonArray("v=spf1 include:spf.relay.test -all");
        _zone["spf.relay.test"] = JsonNode.Parse("""{"TXT": ["v=spf1 ip4:198.51.100.0/24 -all"]}""");
        await _world.RunAsync("transport add * --smarthost smtp.relay.test:587");
        var run = await RunAsync(Command + " --include spf.relay.test");
        Assert.Contains("right\tTXT\texample.test\t\"v=spf1 include:spf.relay.test -all\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_differs_or_is_missing_is_told()
    {
        Assert.Contains("there is no key to sign with", (await RunAsync()).Out, StringComparison.Ordinal);

        await PublishKeyAsync();
        _zone["m20260102e._domainkey.example.test"] = JsonNode.Parse("""{"TXT": ["v=DKIM1; k=ed25519; p=AAAA"]}""");
        Assert.Contains("differs\tTXT\tm20260102e._domainkey.example.test\tfound: \"v=DKIM1; k=ed25519; p=AAAA\"; another key", (await RunAsync()).Out, StringComparison.Ordinal);

        _zone.Remove("m20260102e._domainkey.example.test");
        Assert.Contains("missing\tTXT\tm20260102e._domainkey.example.test", (await RunAsync()).Out, StringComparison.Ordinal);
    }

    private async Task IsWrongAsync(string told)
    {
        var run = await RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(told, run.Out, StringComparison.Ordinal);
    }

    private async Task PublishKeyAsync()
    {
        await _world.RunAsync("domain dkim create example.test --algorithm ed25519");
        await foreach (var key in _world.DkimKeys.ListAsync(null, TestContext.Current.CancellationToken))
        {
            _zone[key.RecordName] = new JsonObject { ["TXT"] = new JsonArray(key.RecordText) };
        }
    }

    private Task<CtlRun> RunAsync(string command = Command)
    {
        _world.Dns = FakeDns.Parse(_zone.ToJsonString());
        _world.Web = _ => _policy ?? throw new HttpRequestException("no answer");
        return _world.RunAsync(command);
    }

    private static string[] Rows(CtlRun run) => run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
