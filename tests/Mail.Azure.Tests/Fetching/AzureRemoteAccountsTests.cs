using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureRemoteAccountsTests : RemoteAccountsContract
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;

    public AzureRemoteAccountsTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = TestStorage.Open(_account);
    }

    protected override IRemoteAccountsEditor Accounts => _storage.RemoteAccounts;

    [Fact]
    public async Task A_row_typed_by_hand_needs_no_more_than_where_and_who()
    {
        await PutAsync("alice@example.test", "gmail", new() { ["Host"] = "POP.far.test", ["User"] = "alice", ["Keep"] = " 14D ", ["Folders"] = "INBOX; Lists ;" });
        var account = Assert.Single(await Accounts.ListAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal("pop.far.test", account.Host);
        Assert.Equal(995, account.EffectivePort);
        Assert.Equal(TimeSpan.FromDays(14), account.KeepFor);
        Assert.Equal(["INBOX", "Lists"], account.Folders);
        Assert.True(RemoteAccount.IsId(account.Id));
        Assert.Equal(RemoteAccount.DeriveId(account.Key), account.Id);
    }

    [Theory]
    [InlineData("not an address", "gmail", "Comment", "")]
    [InlineData("Alice@EXAMPLE.test", "gmail", "Comment", "")]
    [InlineData("alice@example.test", "G Mail", "Comment", "")]
    [InlineData("alice@example.test", "gmail", "Host", "pop far")]
    [InlineData("alice@example.test", "gmail", "User", "alice\r\nDELE 1")]
    [InlineData("alice@example.test", "gmail", "Protocol", "uucp")]
    [InlineData("alice@example.test", "gmail", "Tls", "maybe")]
    [InlineData("alice@example.test", "gmail", "Port", "70000")]
    [InlineData("alice@example.test", "gmail", "Interval", "1s")]
    [InlineData("alice@example.test", "gmail", "Keep", "some time")]
    [InlineData("alice@example.test", "gmail", "Fingerprint", "abc")]
    [InlineData("alice@example.test", "gmail", "Multidrop", "Subject")]
    [InlineData("alice@example.test", "gmail", "Id", "../x")]
    [InlineData("alice@example.test", "gmail", "Secret", "env:MAIL_KEY")]
    [InlineData("alice@example.test", "gmail", "FilterAsNew", "perhaps")]
    public async Task A_bad_row_is_skipped_and_told_so(string partition, string row, string column, string value)
    {
        await PutAsync(partition, row, new() { ["Host"] = "pop.far.test", ["User"] = "alice", [column] = value });
        await PutAsync("bob@example.test", "good", new() { ["Host"] = "pop.far.test", ["User"] = "bob" });
        Assert.Equal("good", Assert.Single(await Accounts.ListAsync(Cancellation).ToListAsync(Cancellation)).Key.Name);
        var problem = Assert.Single(await Accounts.CheckAsync(Cancellation).ToListAsync(Cancellation));
        Assert.NotEmpty(problem.Problem);
        var read = await new TableServiceClient(_account.ConnectionString).GetTableClient("RemoteAccounts").GetEntityAsync<TableEntity>(partition, row, cancellationToken: Cancellation);
        Assert.Equal(problem.Problem, read.Value.GetString("Problem"));
    }

    [Fact]
    public async Task A_password_opens_for_its_own_account_and_with_the_right_key_only()
    {
        Assert.True(SealingKey.TryParse(Key, out var key));
        var secrets = new RemoteSecrets(_storage.RemoteAccounts, new NoVault(), key);
        var account = Small() with { Secret = secrets.Seal(Small().Id, "s3cret") };
        account = account with { Secret = secrets.Seal(account.Id, "s3cret ünï") };
        Assert.DoesNotContain("s3cret", account.Secret, StringComparison.Ordinal);
        Assert.Equal("s3cret ünï", await secrets.ReadAsync(account, Cancellation));

        await RefusedAsync(secrets, account with { Id = "0123456789" });
        await RefusedAsync(new RemoteSecrets(_storage.RemoteAccounts, new NoVault(), sealing: null), account);
        await RefusedAsync(secrets, account with { Secret = null });

        await Accounts.AddAsync(account, Cancellation);
        Assert.True(await secrets.ReplaceAsync(account, "another", Cancellation));
        Assert.Equal("another", await secrets.ReadAsync((await Accounts.FindAsync(account.Key, Cancellation))!, Cancellation));
        Assert.Equal("from the vault", await secrets.ReadAsync(account with { Secret = "https://vault.test/secrets/fetch-mail" }, Cancellation));
    }

    [Theory]
    [InlineData("env:MAIL_KEY")]
    [InlineData("ENV:MAIL_KEY")]
    [InlineData("env:MAIL_FETCH_SECRET_")]
    [InlineData("env:mail_fetch_secret_x")]
    [InlineData("https://vault.test/secrets/mail-key")]
    [InlineData("HTTPS://vault.test/secrets/mail-key")]
    [InlineData("https://vault.test/secrets/fetch-x/../mail-key")]
    [InlineData("https://vault.test/certificates/fetch-x")]
    [InlineData("https://vault.test/secrets/fetch-")]
    public async Task A_row_cannot_name_a_secret_that_was_not_made_for_this(string reference)
    {
        var secrets = new RemoteSecrets(_storage.RemoteAccounts, new NoVault(), sealing: null);
        await RefusedAsync(secrets, Small() with { Secret = reference });
    }

    [Fact]
    public async Task A_variable_that_was_made_for_this_is_read()
    {
        Environment.SetEnvironmentVariable("MAIL_FETCH_SECRET_TEST_ROW", "from outside");
        var secrets = new RemoteSecrets(_storage.RemoteAccounts, new NoVault(), sealing: null);
        Assert.Equal("from outside", await secrets.ReadAsync(Small() with { Secret = "env:MAIL_FETCH_SECRET_TEST_ROW" }, Cancellation));
        await RefusedAsync(secrets, Small() with { Secret = "env:MAIL_FETCH_SECRET_NOT_THERE" });
    }

    private static async Task RefusedAsync(RemoteSecrets secrets, RemoteAccount account)
    {
        var error = await Assert.ThrowsAsync<RemoteMailboxException>(async () => await secrets.ReadAsync(account, Cancellation));
        Assert.Equal(RemoteFailure.Settings, error.Failure);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    private async Task PutAsync(string partition, string row, Dictionary<string, object> columns)
    {
        var table = new TableServiceClient(_account.ConnectionString).GetTableClient("RemoteAccounts");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.UpsertEntityAsync(new TableEntity(columns) { PartitionKey = partition, RowKey = row }, TableUpdateMode.Replace, Cancellation);
    }

    private sealed class NoVault : ISecrets
    {
        public Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken) => Task.FromResult<string?>("from the vault");
    }
}
