using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl.Tests;

public sealed class MigrateMailboxesTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private async Task<AccountEntry> AccountAsync(string localPart) =>
        (await _world.Ctl.Storage.Directory.FindAccountAsync("example.test", localPart, TestContext.Current.CancellationToken))!;

    [Fact]
    public async Task Virtual_mailboxes_become_accounts_with_a_mailbox()
    {
        var findings = await _world.MigrateTwiceAsync("mailboxes", "Bob@example.test  example.test/bob/\nalice@example.test x\n@example.test rest/\n");

        Assert.Equal("1 made account Bob@example.test | it has no password: mailctl account password", findings[0]);
        Assert.StartsWith("2 already there account alice@example.test", findings[1], StringComparison.Ordinal);
        Assert.Contains("a mailbox for all other addresses is an account and an alias @domain for it", findings[2], StringComparison.Ordinal);
        Assert.Equal(
            ["INBOX"],
            await _world.Ctl.Storage.Mailboxes.ListFoldersAsync((await AccountAsync("bob")).AccountId, TestContext.Current.CancellationToken)
                .Select(folder => folder.Name).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Passwd_file_of_dovecot_comes_with_quota_name_and_what_can_be_kept_of_passwords()
    {
        var scram = PasswordHashing.Create("scram secret", iterations: PasswordVerifier.MinIterations).ToString();
        var parts = scram.Split('$', ':');
        var text = "bob:{PLAIN}plain secret:5000:5000:Bob B,,,:/home/bob::userdb_quota_rule=*:storage=1G\n"
            + $"carol@example.test:{{SCRAM-SHA-256}}{parts[1]},{parts[2]},{parts[3]},{parts[4]}\n"
            + "dan:{SHA512-CRYPT}$6$salt$hash::::/home/dan::userdb_quota_rule=*:bytes=2097152\n"
            + "root:x:0:0:root:/root:/bin/bash\neve:x:1001:1001::/home/eve:/bin/bash\n";

        var findings = await _world.MigrateTwiceAsync("mailboxes", text, "--domain", "example.test");

        Assert.Equal(
            [
                "1 made account bob@example.test, at most 1.0 GiB, with its password",
                "2 made account carol@example.test, with its password",
                "3 made account dan@example.test, at most 2.0 MiB | its password cannot be taken over, for it is hashed in another way: mailctl account password dan@example.test",
                "4 not needed | is a user of that machine's system",
                "5 made account eve@example.test | it has no password: mailctl account password eve@example.test",
            ],
            findings);
        Assert.Equal("Bob B", (await AccountAsync("bob")).DisplayName);
        Assert.True(PasswordHashing.Verify((await AccountAsync("bob")).PasswordHash, "plain secret"));
        Assert.True(PasswordHashing.Verify((await AccountAsync("carol")).PasswordHash, "scram secret"));
        Assert.Null((await AccountAsync("dan")).PasswordHash);
    }

    [Fact]
    public async Task Passwords_are_nowhere_in_what_is_printed()
    {
        var file = _world.Files.Write("users", "bob@example.test:{PLAIN}s3cret\nbad..:{PLAIN}s3cret\n");
        foreach (string[] how in new string[][] { ["--dry-run"], ["--json", "--dry-run"], [] })
        {
            var run = await _world.Ctl.RunAsync(["migrate", "mailboxes", file, .. how]);
            Assert.DoesNotContain("s3cret", run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bob:{PLAIN}x\n", "1 not converted | a name without a domain: give --domain")]
    [InlineData("bob@far.test x\n", "far.test is no domain here: mailctl domain add far.test, or --add-domains")]
    [InlineData("bob@example.test x\nBOB@example.test y\n", "2 not converted | line 1 has the same name, and goes before it")]
    public async Task What_cannot_be_made_is_named(string text, string finding) =>
        Assert.Contains(await _world.MigrateAsync("mailboxes", text), line => line.Contains(finding, StringComparison.Ordinal));

    [Fact]
    public async Task Alias_of_the_name_stays_until_somebody_removes_it()
    {
        (await _world.Ctl.RunAsync("alias add bob@example.test alice@example.test")).Succeeded();

        Assert.Contains("which an account would go before: mailctl alias remove bob@example.test", Assert.Single(await _world.MigrateAsync("mailboxes", "bob@example.test x\n")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domains_are_added_when_asked_for() =>
        Assert.Equal("1 made domain new.test, with '+' before a detail", (await _world.MigrateAsync("mailboxes", "bob@new.test x\n", "--add-domains"))[0]);
}
