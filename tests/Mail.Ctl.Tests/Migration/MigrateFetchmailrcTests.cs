using Mail.Core;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public sealed class MigrateFetchmailrcTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private async Task<IReadOnlyList<RemoteAccount>> AccountsAsync() =>
        await _world.Ctl.Storage.RemoteAccounts.ListAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Entry_becomes_a_remote_account_with_its_password_sealed()
    {
        var findings = await _world.MigrateTwiceAsync(
            "fetchmailrc",
            """
            # comment
            set daemon 600
            poll pop.provider.test with proto pop3:
                 user "jsmith", with password "4u but #not", is "alice" here
                 ssl, keep, limit 1000000, fetchlimit 200, fetchall
            """,
            "--domain", "example.test");

        Assert.Equal(
            [
                "2 not needed | each account has its interval",
                "4 not needed | everything that has not been fetched is fetched, read or not",
                "4 made remote account alice@example.test/pop.provider.test (jsmith at pop.provider.test:995), kept there, every 10m "
                + "| what fetchmail has fetched and kept there is fetched once more",
            ],
            findings);
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(
            (RemoteProtocol.Pop3, RemoteTls.Implicit, "jsmith", (TimeSpan?)null, 1_000_000L, 200),
            (account.Protocol, account.Tls, account.User, account.KeepFor, account.SizeLimit, account.BatchLimit));
        Assert.Equal("4u but #not", await new InMemoryRemoteSecrets(_world.Ctl.Storage.RemoteAccounts).ReadAsync(account, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Password_is_nowhere_in_what_is_printed()
    {
        var file = _world.Files.Write("rc", "poll h.test proto imap user u pass s3cret is alice here ssl\npoll h.test proto imap user u pass \"a s3cret\npoll h.test passwd s3cret pass a=s3cret no s3cret\n");

        foreach (string[] how in new string[][] { ["--dry-run"], ["--json"], [] })
        {
            var run = await _world.Ctl.RunAsync(["migrate", "fetchmailrc", file, "--domain", "example.test", .. how]);
            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain("s3cret", run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Defaults_several_users_skip_and_via()
    {
        var findings = await _world.MigrateTwiceAsync(
            "fetchmailrc",
            """
            defaults proto imap ssl no keep
            poll label via imap.provider.test interval 3 folder INBOX, "Sent Items"
                user joe there is alice@example.test here options pass p1
                user 'jane' pass p2 to alice here
            skip other.test user x is alice here pass p3
            """,
            "--domain", "example.test");

        Assert.Equal(3, findings.Count(line => line.Contains(" made ", StringComparison.Ordinal)));
        var accounts = await AccountsAsync();
        Assert.Equal(["alice@example.test/label", "alice@example.test/label-2", "alice@example.test/other.test"], accounts.Select(account => account.Key.ToString()));
        Assert.Equal(("imap.provider.test", TimeSpan.FromMinutes(15), (TimeSpan?)TimeSpan.Zero), (accounts[0].Host, accounts[0].Interval, accounts[0].KeepFor));
        Assert.Equal(["INBOX", "Sent Items"], accounts[1].Folders);
        Assert.Equal((null, "skip in fetchmailrc"), (accounts[0].Paused, accounts[2].Paused));
    }

    [Fact]
    public async Task Mailbox_of_several_people_needs_a_field_that_the_provider_writes()
    {
        var guessed = await _world.MigrateAsync("fetchmailrc", "poll pop.test proto pop3 user m pass p to * here ssl\n", "--target", "alice@example.test");
        var known = await _world.MigrateAsync(
            "fetchmailrc", "poll pop.test proto pop3 envelope \"Delivered-To\" user m pass p to hurkle=happy * here ssl\n", "--target", "alice@example.test");

        Assert.Equal(
            ["1 not converted | mail for several people is told apart by Delivered-To, X-Original-To, Envelope-To only, and not by To and Cc; see docs/fetching.md"], guessed);
        Assert.Equal(
            [
                "1 made remote account alice@example.test/pop.test (m at pop.test:995), deleted there, every 5m | for hurkle → happy: mailctl alias add",
            ],
            known);
        Assert.Equal("Delivered-To", Assert.Single(await AccountsAsync()).Multidrop);
    }

    [Theory]
    [InlineData("poll h.test proto pop3 user u pass p is alice here", "TLS before the password is demanded; fetchmail only takes it when it is offered")]
    [InlineData("poll h.test proto pop3 user u pass p is alice here ssl sslfingerprint '00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF'", "the fingerprint is not of SHA-256")]
    [InlineData("poll h.test proto pop3 user u pass p is alice here ssl no sslcertck", "certificates are always checked")]
    [InlineData("poll h.test user u pass p is alice here ssl", "no protocol is said: IMAP")]
    [InlineData("poll h.test proto imap user u is alice here ssl", "it has no password: mailctl fetch password alice@example.test/h.test")]
    [InlineData("poll h.test proto pop3 user u pass p is alice here ssl mda \"/usr/bin/procmail -d %T\"", "what procmail or maildrop did, rules do")]
    public async Task What_is_not_as_it_was_is_told(string line, string remark) =>
        Assert.Contains(await _world.MigrateAsync("fetchmailrc", line, "--domain", "example.test"), finding => finding.Contains(remark, StringComparison.Ordinal));

    [Theory]
    [InlineData("poll h.test proto etrn user u is alice here", "protocol ETRN is not spoken here")]
    [InlineData("poll h.test proto imap auth gssapi user u is alice here", "authentication by gssapi is not spoken here")]
    [InlineData("poll h.test proto imap port 99999 user u is alice here", "'99999' is no port")]
    [InlineData("poll h.test proto imap user u pass p", "it does not say for whom here: give --target")]
    [InlineData("poll h.test proto imap", "it names no user")]
    [InlineData("poll h.test proto imap user u is bob here pass p ssl", "there is no account bob@example.test")]
    [InlineData("poll bad..host proto imap user u is alice here", "'bad..host': the domain is not letters")]
    [InlineData("hello poll h.test", "a word that is no keyword of fetchmail's | it is left out")]
    [InlineData("poll \"h.test user u pass p is alice", "'\"h.test': the domain is not letters")]
    [InlineData("defaults preconnect 'ssh x'\npoll h.test proto imap", "defaults: preconnect | programs are not run here")]
    public async Task What_has_no_counterpart_is_named(string text, string reason)
    {
        var findings = (await _world.Ctl.RunAsync(["migrate", "fetchmailrc", _world.Files.Write("rc", text), "--json", "--domain", "example.test"])).Succeeded().Json
            .GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("outcome").GetString() == "not converted")
            .Select(finding => $"{finding.GetProperty("source")} | {finding.GetProperty("remark")}");
        Assert.Contains(findings, finding => finding.Contains(reason, StringComparison.Ordinal));
        Assert.Empty(await AccountsAsync());
    }

    [Theory]
    [InlineData("\"a\\n\\t\\x41\\0101\\66b\"", "a\n\tA\b1Bb")]
    [InlineData("\"a\\\nb\"", "ab")]
    [InlineData("'it\"s'", "it\"s")]
    [InlineData("a#b", "a#b")]
    public void Words_are_read_as_fetchmail_reads_them(string text, string word) =>
        Assert.Equal(word, Assert.Single(FetchmailLexer.Read(text + " # comment")).Text);
}
