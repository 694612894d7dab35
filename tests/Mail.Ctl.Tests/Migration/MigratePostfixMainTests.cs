namespace Mail.Ctl.Tests;

public sealed class MigratePostfixMainTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Domains_come_by_their_classes()
    {
        var findings = await _world.MigrateTwiceAsync(
            "postfix-main",
            """
            myhostname = mail.shop.test
            mydestination = $myhostname, localhost.$mydomain, localhost, $mydomain
            recipient_delimiter = -
            virtual_mailbox_domains = one.test,
              two.test hash:/etc/postfix/vdomains
            relay_domains = branch.test
            """);

        Assert.Equal(
            [
                "1 not converted | is set for the gateway: MAIL_HOSTNAME=mail.shop.test, also for the functions",
                "2 made domain mail.shop.test, an alias of shop.test",
                "2 made domain shop.test, with '-' before a detail",
                "3 not needed | is a column of each domain",
                "4 made domain one.test, with '-' before a detail",
                "4 made domain two.test, with '-' before a detail",
                "4 not converted | a table is not followed: for each domain in it, mailctl domain add, or mailctl migrate virtual with its text",
                "6 made domain branch.test, passed on to another server",
            ],
            findings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Relayhost_becomes_the_transport_for_everybody()
    {
        var findings = await _world.MigrateTwiceAsync(
            "postfix-main", "relayhost = [smtp.relay.test]:submission\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\n");

        Assert.Equal(
            "1 made transport * → smtp.relay.test:587, TLS required | it needs a login: mailctl transport add '*' --replace … --credentials", findings[0]);
        Assert.Equal("2 not needed | is part of the transport for relayhost", findings[1]);
    }

    [Theory]
    [InlineData("maximal_queue_lifetime = 3", "setting queue-lifetime = 3d")]
    [InlineData("maximal_queue_lifetime = 1w", "setting queue-lifetime = 7d")]
    [InlineData("minimal_backoff_time = 10m", "setting retry-first = 10m")]
    [InlineData("delay_warning_time = 2", "setting delay-warning = 2h")]
    [InlineData("postscreen_greet_wait = ${stress?{2}:{6}}s", "setting greet-wait = 6s")]
    [InlineData("postscreen_greet_action = enforce", "setting greet-enforce = yes")]
    [InlineData("postscreen_dnsbl_sites = zen.dnsbl.test*2 list.dnswl.test=127.0.[0..255].[1..3]*-2", "setting dnsbl-sites = zen.dnsbl.test*2, list.dnswl.test=127.0.[0..255].[1..3]*-2")]
    [InlineData("smtpd_recipient_restrictions = reject_rbl_client zen.dnsbl.test, reject_rbl_client bl.dnsbl.test", "setting dnsbl-sites = zen.dnsbl.test, bl.dnsbl.test")]
    [InlineData("smtpd_helo_restrictions = reject_unknown_helo_hostname", "setting helo-must-resolve = yes")]
    public async Task Tuned_value_becomes_a_setting(string line, string setting) =>
        Assert.Equal([$"1 made {setting}"], await _world.MigrateTwiceAsync("postfix-main", line + "\n"));

    [Theory]
    [InlineData("message_size_limit = 10485760", "not converted | is set for the gateway: MAIL_MESSAGE_SIZE_LIMIT=10485760")]
    [InlineData("alias_maps = hash:/etc/aliases", "not converted | next: mailctl migrate aliases FILE --domain DOMAIN, for hash:/etc/aliases")]
    [InlineData("mailbox_command = /usr/bin/procmail", "not converted | rules do what it did: mailctl rule import ~/.procmailrc --account ADDRESS")]
    [InlineData("biff = no", "not needed | is about that machine")]
    [InlineData("smtp_tls_session_cache_database = btree:x", "not needed | is about that machine")]
    [InlineData("hopcount_limit = many", "not converted setting hop-limit = many | setting hop-limit takes a number")]
    [InlineData("relayhost = [", "not converted | '[' is not [HOST]:PORT")]
    [InlineData("relayhost =", "not needed | mail goes straight to its servers")]
    [InlineData("new_thing = 1", "not converted | has no counterpart, or none that is known; see docs/migrating.md")]
    [InlineData("no equals sign", "not converted | expected 'name = value'")]
    [InlineData("smtpd_relay_restrictions = check_policy_service inet:127.0.0.1:10023", "not converted | policy services are not asked; greylisting is built in")]
    [InlineData("virtual_mailbox_domains = bad..name", "not converted | the domain is not letters")]
    public async Task Everything_else_is_told_where_it_goes(string line, string finding) =>
        Assert.StartsWith("1 " + finding, Assert.Single(await _world.MigrateAsync("postfix-main", line + "\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("a = $a", "a")]
    [InlineData("a = $b$b\nb = $a$a", "a")]
    public async Task Value_that_names_itself_has_an_end(string text, string name) =>
        Assert.Contains(
            (await _world.Ctl.RunAsync(["migrate", "postfix-main", _world.Files.Write("main.cf", text), "--json", "--dry-run"])).Succeeded().Json
                .GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("source").GetString()!.StartsWith(name, StringComparison.Ordinal));
}
