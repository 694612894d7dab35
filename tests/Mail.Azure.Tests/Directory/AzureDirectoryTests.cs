using Azure;
using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureDirectoryTests : DirectoryContract
{
    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;
    private readonly FakeTimeProvider _time = new();

    public AzureDirectoryTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = new AzureStorage(TestStorage.Options(_account), _time);
    }

    // The editor's changes are seen at once here, as if ten seconds had passed before each lookup.
    protected override IDirectory Directory
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _storage.Directory;
        }
    }

    protected override IDirectoryEditor Editor => _storage.DirectoryEditor;

    [Fact]
    public async Task A_row_changed_in_the_table_is_in_force_within_ten_seconds()
    {
        await PutAsync("Domains", "example.test", "domain", new() { ["Kind"] = "mailbox" });
        Assert.Null(await _storage.Directory.FindAccountAsync("example.test", "alice", Cancellation));
        Assert.Equal(DomainKind.Mailbox, (await _storage.Directory.FindDomainAsync("example.test", Cancellation))!.Kind);

        await PutAsync("Accounts", "example.test", "alice", new() { ["AccountId"] = "a1" });
        await PutAsync("Domains", "example.test", "domain", new() { ["Kind"] = "relay" });
        Assert.Null(await _storage.Directory.FindAccountAsync("example.test", "alice", Cancellation));
        _time.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal("a1", (await _storage.Directory.FindAccountAsync("example.test", "alice", Cancellation))!.AccountId);
        Assert.Equal(DomainKind.Relay, (await _storage.Directory.FindDomainAsync("example.test", Cancellation))!.Kind);
    }

    [Fact]
    public async Task Fifty_recipients_at_once_cost_one_request_for_the_domains_and_one_each_for_what_is_asked()
    {
        await Editor.AddDomainAsync(new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox }, Cancellation);
        await Editor.AddAccountAsync(new AccountEntry { Address = Some.Address(), AccountId = "a1" }, Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            Assert.NotNull(await _storage.Directory.FindDomainAsync("example.test", Cancellation));
            Assert.Null(await _storage.Directory.FindDomainAsync($"not-ours-{i}.test", Cancellation));
            Assert.NotNull(await _storage.Directory.FindAccountAsync("example.test", "alice", Cancellation));
            Assert.Null(await _storage.Directory.FindAccountAsync("example.test", "nobody", Cancellation));
        }));

        Assert.Equal(3, (await _account.RequestsAsync(Cancellation)).Count - before);
    }

    [Fact]
    public async Task More_than_a_thousand_domains_are_found_too()
    {
        var table = await TableAsync("Domains");
        await Parallel.ForAsync(0, 1001, Cancellation, async (i, token) =>
            await table.UpsertEntityAsync(new TableEntity($"d{i}.test", "domain"), TableUpdateMode.Replace, token));
        Assert.NotNull(await _storage.Directory.FindDomainAsync("d0.test", Cancellation));
        Assert.NotNull(await _storage.Directory.FindDomainAsync("d999.test", Cancellation));
        Assert.Null(await _storage.Directory.FindDomainAsync("d1001.test", Cancellation));
    }

    [Fact]
    public async Task Rows_typed_by_hand_are_read_with_patience()
    {
        await PutAsync("Domains", "example.test", "domain", new() { ["Kind"] = " Mailbox ", ["Enabled"] = "TRUE", ["DetailSeparator"] = " - " });
        await PutAsync("Accounts", "example.test", "alice", new() { ["AccountId"] = " a1 ", ["QuotaBytes"] = " 1000 ", ["Enabled"] = 1 });
        await PutAsync("Accounts", "example.test", "bob", new() { ["AccountId"] = "b1", ["QuotaBytes"] = 5e9, ["Enabled"] = "no" });
        await PutAsync("Aliases", "example.test", "all", new() { ["Targets"] = "alice@example.test,\r\n bob@Example.TEST ; \"a, b\"@x.test ," });

        Assert.Equal('-', (await Directory.FindDomainAsync("example.test", Cancellation))!.DetailSeparator);
        var alice = await Directory.FindAccountAsync("example.test", "alice", Cancellation);
        Assert.Equal(("a1", 1000L, true), (alice!.AccountId, alice.QuotaBytes, alice.Enabled));
        var bob = await Directory.FindAccountAsync("example.test", "bob", Cancellation);
        Assert.Equal((5_000_000_000L, false), (bob!.QuotaBytes, bob.Enabled));
        var all = await Directory.FindAliasAsync("example.test", "all", Cancellation);
        Assert.Equal(["alice@example.test", "bob@example.test", "\"a, b\"@x.test"], all!.Targets.Select(target => target.ToString()));
        Assert.Empty(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_said_of_spam_is_kept_and_read_with_patience_and_what_is_no_good_is_told()
    {
        var spam = new SpamPreferences { UnsureFrom = 0.25, SpamFrom = 0.75, ReviewFolder = "Look", Digest = true };
        await Editor.AddDomainAsync(new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, Spam = spam }, Cancellation);
        await Editor.AddAccountAsync(new AccountEntry { Address = Some.Address("bob@example.test"), AccountId = "b1", Spam = spam with { Digest = null } }, Cancellation);
        await PutAsync("Accounts", "example.test", "alice", new() { ["AccountId"] = "a1", ["SpamFrom"] = 0.5, ["SpamUnsureFrom"] = " 0.1 ", ["SpamDigest"] = "YES" });
        await PutAsync("Accounts", "example.test", "carol", new() { ["AccountId"] = "c1", ["SpamFrom"] = "7", ["SpamDigest"] = "perhaps", ["SpamReviewFolder"] = "a\tb" });
        await PutAsync("Accounts", "example.test", "dave", new() { ["AccountId"] = "d1", ["SpamFrom"] = "0.1", ["SpamUnsureFrom"] = 0.9 });

        Assert.Equal(spam, (await Directory.FindDomainAsync("example.test", Cancellation))!.Spam);
        Assert.Equal(spam with { Digest = null }, (await Directory.FindAccountAsync("example.test", "bob", Cancellation))!.Spam);
        Assert.Equal(
            new SpamPreferences { UnsureFrom = 0.1, SpamFrom = 0.5, Digest = true }, (await Directory.FindAccountAsync("example.test", "alice", Cancellation))!.Spam);
        // Mail goes on, without what is no good.
        Assert.Equal(SpamPreferences.None, (await Directory.FindAccountAsync("example.test", "carol", Cancellation))!.Spam);
        Assert.Equal(SpamPreferences.None, (await Directory.FindAccountAsync("example.test", "dave", Cancellation))!.Spam);
        Assert.Equal(["example.test carol", "example.test dave"], await Editor.CheckAsync(Cancellation).Select(problem => problem.Row).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("Domains", "bad.test", "domain", "Kind", "mailbocks")]
    [InlineData("Domains", "bad.test", "domain", "Enabled", "maybe")]
    [InlineData("Domains", "Bad.TEST", "domain", "Kind", "mailbox")]
    [InlineData("Domains", "bad.test", "Domain", "Kind", "mailbox")]
    [InlineData("Accounts", "example.test", "bad", "AccountId", "Not An Id")]
    [InlineData("Accounts", "example.test", "bad", "AccountId", "")]
    [InlineData("Aliases", "example.test", "bad", "Targets", "no address at all")]
    [InlineData("Aliases", "example.test", "bad", "Comment", "no targets")]
    public async Task A_row_that_cannot_be_used_defers_its_own_mail_only(string table, string partition, string row, string column, string value)
    {
        await PutAsync("Domains", "example.test", "domain", new() { ["Kind"] = "mailbox" });
        await PutAsync("Accounts", "example.test", "alice", new() { ["AccountId"] = "a1" });
        await PutAsync(table, partition, row, new() { [column] = value });

        await Assert.ThrowsAsync<UnusableRowException>(async () =>
        {
            await Directory.FindDomainAsync("bad.test", Cancellation);
            await Directory.FindAccountAsync("example.test", "bad", Cancellation);
            await Directory.FindAliasAsync("example.test", "bad", Cancellation);
        });
        Assert.NotNull(await Directory.FindDomainAsync("example.test", Cancellation));
        Assert.NotNull(await Directory.FindAccountAsync("example.test", "alice", Cancellation));

        var problem = Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal((table, $"{partition} {row}"), (problem.Table, problem.Row));
        TableEntity stored = await (await TableAsync(table)).GetEntityAsync<TableEntity>(partition, row, cancellationToken: Cancellation);
        Assert.Equal(problem.Problem, stored["Problem"]);
    }

    [Fact]
    public async Task A_repaired_row_loses_its_problem()
    {
        await PutAsync("Domains", "bad.test", "domain", new() { ["Kind"] = "mailbocks", ["Mine"] = "a column of the operator" });
        Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
        var table = await TableAsync("Domains");
        await table.UpdateEntityAsync(new TableEntity("bad.test", "domain") { ["Kind"] = "mailbox" }, ETag.All, TableUpdateMode.Merge, Cancellation);

        Assert.Empty(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));

        TableEntity stored = await table.GetEntityAsync<TableEntity>("bad.test", "domain", cancellationToken: Cancellation);
        Assert.Equal("", stored["Problem"]);
        Assert.Equal("a column of the operator", stored["Mine"]);
    }

    [Fact]
    public async Task Good_targets_are_used_beside_bad_ones_and_the_bad_ones_reported()
    {
        await PutAsync("Domains", "example.test", "domain", new());
        await PutAsync("Aliases", "example.test", "team", new() { ["Targets"] = "alice@example.test, bob@@example.test" });
        var alias = await Directory.FindAliasAsync("example.test", "team", Cancellation);
        Assert.Equal("alice@example.test", Assert.Single(alias!.Targets).ToString());
        var problem = Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Contains("bob@@example.test", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_a_domain_that_is_not_there_is_a_problem()
    {
        await PutAsync("Accounts", "example.test", "alice", new() { ["AccountId"] = "a1" });
        var problem = Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Contains("Domains has no row example.test", problem.Problem, StringComparison.Ordinal);
    }

    private async Task PutAsync(string table, string partition, string row, Dictionary<string, object> columns) =>
        await (await TableAsync(table)).UpsertEntityAsync(
            new TableEntity(columns) { PartitionKey = partition, RowKey = row }, TableUpdateMode.Replace, Cancellation);

    private async Task<TableClient> TableAsync(string name)
    {
        var table = new TableClient(_account.ConnectionString, name);
        await table.CreateIfNotExistsAsync(Cancellation);
        return table;
    }
}
