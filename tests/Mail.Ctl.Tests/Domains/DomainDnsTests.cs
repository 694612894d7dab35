using Mail.Core;

namespace Mail.Ctl.Tests;

public class DomainDnsTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Records_are_lines_of_a_zone_file()
    {
        var run = await _world.RunAsync("domain dns example.test --host mail.example.test --web fn.example.test --address 192.0.2.1 --address 2001:db8::a");
        var lines = run.Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "example.test. IN MX 10 mail.example.test.",
                "mail.example.test. IN A 192.0.2.1",
                "mail.example.test. IN AAAA 2001:db8::a",
                "1.2.0.192.in-addr.arpa. IN PTR mail.example.test.",
                "a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. IN PTR mail.example.test.",
                "example.test. IN TXT \"v=spf1 mx ~all\"",
                "_dmarc.example.test. IN TXT \"v=DMARC1; p=none; rua=mailto:postmaster@example.test\"",
                $"_mta-sts.example.test. IN TXT \"{new AnnouncedMtaSts(MtaStsMode.Testing, "mail.example.test").Record}\"",
                "mta-sts.example.test. IN CNAME fn.example.test.",
                "_smtp._tls.example.test. IN TXT \"v=TLSRPTv1; rua=mailto:postmaster@example.test\"",
                "_submissions._tcp.example.test. IN SRV 0 1 465 mail.example.test.",
                "_submission._tcp.example.test. IN SRV 10 1 587 mail.example.test.",
                "_imaps._tcp.example.test. IN SRV 0 0 0 .",
                "_imap._tcp.example.test. IN SRV 0 0 0 .",
                "_pop3s._tcp.example.test. IN SRV 0 0 0 .",
                "_pop3._tcp.example.test. IN SRV 0 0 0 .",
                "autoconfig.example.test. IN CNAME fn.example.test.",
                "autodiscover.example.test. IN CNAME fn.example.test.",
                "_autodiscover._tcp.example.test. IN SRV 0 0 443 fn.example.test.",
            ],
            lines.Where(line => line[0] != ';'));
    }

    [Fact]
    public async Task Json_has_the_promised_names_and_null_for_what_only_the_operator_knows()
    {
        _world.Environment["MAIL_HOSTNAME"] = "mail.example.test";
        var run = (await _world.RunAsync("domain dns example.test --json")).Succeeded();
        Assert.Equal("domain host records([name type value note]) policy(url mode text)", run.Shape);
        var address = run.Json.GetProperty("records").EnumerateArray().Single(record => record.GetProperty("type").GetString() == "A");
        Assert.Equal("mail.example.test", address.GetProperty("name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, address.GetProperty("value").ValueKind);
        Assert.Contains("; mail.example.test. IN A ...\n", (await _world.RunAsync("domain dns example.test")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_and_names_come_from_the_settings_that_the_documents_have()
    {
        _world.Environment["MAIL_PUBLIC_HOSTNAME"] = "mail.example.test";
        _world.Environment["MAIL_HOSTNAME"] = "mx1.example.test";
        _world.Environment["MAIL_PUBLIC_SUBMISSION_PORT"] = "0";
        var zone = (await _world.RunAsync("domain dns example.test")).Succeeded().Out;
        Assert.Contains("10 mail.example.test.\n", zone, StringComparison.Ordinal);
        Assert.Contains("_submission._tcp.example.test. IN SRV 0 0 0 .\n", zone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_domain_needs_what_is_about_receiving_because_its_people_are_elsewhere()
    {
        _world.Storage.Directory.AddDomain("branch.test", DomainKind.Relay);
        var run = (await _world.RunAsync("domain dns branch.test --host mail.example.test --address 192.0.2.1 --json")).Succeeded();
        Assert.Equal(["MX", "A", "PTR", "TXT", "CNAME", "TXT"], run.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Keys_that_sign_or_will_sign_are_there_in_strings_of_255_octets_and_retired_ones_are_not()
    {
        await _world.RunAsync("domain dkim create example.test");
        await _world.RunAsync("domain dkim rotate example.test --force");
        await _world.RunAsync("domain dkim create example.test --algorithm rsa");
        await _world.RunAsync("domain dkim retire example.test m20260102e --force");

        var lines = (await _world.RunAsync("domain dns example.test --host mail.example.test")).Succeeded().Out.Split('\n');

        var keys = lines.Where(line => line.Contains("._domainkey.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["m20260102r2", "m20260102r"], keys.Select(line => line[..line.IndexOf('.', StringComparison.Ordinal)]));
        Assert.All(keys, line => Assert.All(line.Split('"').Where((_, place) => place % 2 == 1), part => Assert.InRange(part.Length, 1, 255)));
    }

    [Fact]
    public async Task Others_that_send_for_the_domain_are_in_its_SPF()
    {
        var zone = (await _world.RunAsync("domain dns example.test --host mail.example.test --sends-from 192.0.2.9 --sends-from 2001:db8::9 --include spf.relay.test")).Succeeded().Out;
        Assert.Contains("\"v=spf1 mx ip4:192.0.2.9 ip6:2001:db8::9 include:spf.relay.test ~all\"", zone, StringComparison.Ordinal);

        await _world.RunAsync("transport add * --smarthost smtp.relay.test:587");
        var hint = (await _world.RunAsync("domain dns example.test --host mail.example.test")).Succeeded().Out;
        Assert.Contains("; Who sends as the domain: your mail goes through smtp.relay.test, whose operator says what to include (--include)\n", hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_of_reports_in_another_domain_needs_its_consent()
    {
        var zone = (await _world.RunAsync("domain dns example.test --host mail.example.test --reports dmarc+mail@reports.test")).Succeeded().Out;
        Assert.Contains("\"v=DMARC1; p=none; rua=mailto:dmarc%2Bmail@reports.test\"", zone, StringComparison.Ordinal);
        Assert.Contains("example.test._report._dmarc.reports.test. IN TXT \"v=DMARC1\"\n", zone, StringComparison.Ordinal);
        Assert.Contains("\"v=TLSRPTv1; rua=mailto:dmarc%2Bmail@reports.test\"", zone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_that_reads_reports_is_where_they_are_sent()
    {
        await _world.RunAsync("setting set dmarc-report-address dmarc@shop.test");
        var zone = (await _world.RunAsync("domain dns example.test --host mail.example.test")).Succeeded().Out;
        Assert.Contains("\"v=DMARC1; p=none; rua=mailto:dmarc@shop.test\"", zone, StringComparison.Ordinal);
        Assert.Contains("example.test._report._dmarc.shop.test. IN TXT \"v=DMARC1\"\n", zone, StringComparison.Ordinal);
        // Nobody here reads those on TLS.
        Assert.Contains("\"v=TLSRPTv1; rua=mailto:postmaster@example.test\"", zone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_of_MTA_STS_is_told_and_its_mode_is_a_setting()
    {
        await _world.RunAsync("setting set mta-sts enforce");
        var zone = (await _world.RunAsync("domain dns example.test --host mail.example.test")).Succeeded().Out;
        Assert.Contains(
            "; https://mta-sts.example.test/.well-known/mta-sts.txt has to say, and does where the functions are reached:\n;   version: STSv1\n;   mode: enforce\n;   mx: mail.example.test\n;   max_age: 1209600\n",
            zone,
            StringComparison.Ordinal);

        await _world.RunAsync("setting set mta-sts none");
        Assert.DoesNotContain("mta-sts", (await _world.RunAsync("domain dns example.test --host mail.example.test")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_domain_is_said_to_be_so()
    {
        await _world.RunAsync("domain disable example.test");
        var run = await _world.RunAsync("domain dns example.test --host mail.example.test");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("mailctl domain enable example.test", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        (await _world.RunAsync("domain dns example.test")).Misused("MAIL_PUBLIC_HOSTNAME");
        (await _world.RunAsync("domain dns nowhere.test --host mail.example.test")).Refused("mailctl domain add nowhere.test");
    }

    [Theory]
    [InlineData("--host 192.0.2.1")]
    [InlineData("--host [192.0.2.1]")]
    [InlineData("--address mail.example.test")]
    [InlineData("--address fe80::1%eth0")]
    [InlineData("--web a..b")]
    [InlineData("--include [192.0.2.1]")]
    [InlineData("--include a\"b")]
    [InlineData("--reports nobody")]
    [InlineData("--sends-from here")]
    public async Task Nonsense_is_a_usage_error(string options) =>
        (await _world.RunAsync($"domain dns example.test --host mail.example.test {options}")).Misused("--help'");
}
