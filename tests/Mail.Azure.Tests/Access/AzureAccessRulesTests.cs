using System.Net;
using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureAccessRulesTests : AccessRulesContract
{
    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;
    private readonly FakeTimeProvider _time = new();

    public AzureAccessRulesTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = new AzureStorage(TestStorage.Options(_account), _time);
    }

    protected override IAccessRules Rules
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _storage.AccessRules;
        }
    }

    protected override IAccessRulesEditor Editor => _storage.AccessRulesEditor;

    [Fact]
    public async Task Rows_typed_by_hand_are_read_with_patience()
    {
        await PutAsync("client", "192.0.2.0_24", new() { ["Action"] = " Reject Go away ", ["Enabled"] = "yes", ["Expires"] = "2036-01-01" });
        await PutAsync("client", "2001:DB8::_32", new() { ["Action"] = "hold" });
        await PutAsync("sender", "Shop.TEST", new() { ["Action"] = "tag", ["Text"] = " newsletter " });
        var rules = await Editor.ListAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            [
                ("192.0.2.0/24", AccessAction.Reject, "Go away"),
                ("2001:db8::/32", AccessAction.Hold, ""),
                ("shop.test", AccessAction.Tag, "newsletter"),
            ],
            rules.Select(rule => (rule.Pattern.ToString(), rule.Action, rule.Text)));
        Assert.Equal(new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero), rules[0].Expires);
        Assert.True(await Editor.RemoveAsync(AccessPattern.Parse(AccessKind.Sender, "shop.test"), Cancellation));
    }

    [Theory]
    [InlineData("clients", "192.0.2.1", "Action", "OK")]
    [InlineData("client", "mail.example.com", "Action", "OK")]
    [InlineData("client", "192.0.2.1", "Action", "MAYBE")]
    [InlineData("client", "192.0.2.1", "Action", "2")]
    [InlineData("client", "192.0.2.1", "Comment", "no action")]
    [InlineData("sender", "shop.test", "Action", "TAG")]
    [InlineData("recipient", "<>", "Action", "REJECT")]
    public async Task A_bad_row_is_skipped_and_told_so(string partition, string row, string column, string value)
    {
        await PutAsync(partition, row, new() { [column] = value });
        await PutAsync("client", "192.0.2.2", new() { ["Action"] = "OK", ["Expires"] = "tomorrow" });
        await PutAsync("client", "192.0.2.3", new() { ["Action"] = "OK", ["Problem"] = "an old one" });
        Assert.Equal(1, (await Rules.GetAsync(Cancellation)).Count);

        var table = await TableAsync();
        TableEntity stored = await table.GetEntityAsync<TableEntity>(partition, row, cancellationToken: Cancellation);
        Assert.NotEqual("", stored.GetString("Problem"));
        TableEntity good = await table.GetEntityAsync<TableEntity>("client", "192.0.2.3", cancellationToken: Cancellation);
        Assert.Equal("", good.GetString("Problem"));
        Assert.Equal(2, await Editor.CheckAsync(Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Of_two_rows_for_the_same_the_second_is_reported()
    {
        await PutAsync("client", "192.0.2.0=2F24", new() { ["Action"] = "OK" });
        await PutAsync("client", "192.0.2.0_24", new() { ["Action"] = "REJECT" });
        var question = new AccessQuestion
        {
            ClientAddress = IPAddress.Parse("192.0.2.7"),
            Sender = null,
            Recipient = MailAddress.Parse("alice@example.test"),
        };
        Assert.True((await Rules.GetAsync(Cancellation)).Evaluate(question, _time.GetUtcNow()).IsExempt);
        var problem = Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal("client 192.0.2.0_24", problem.Row);
        Assert.True(await Editor.RemoveAsync(AccessPattern.Parse(AccessKind.Client, "192.0.2.0/24"), Cancellation));
        Assert.Empty(await Editor.ListAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Many_rules_cost_one_request_per_thousand_and_none_while_nobody_asks()
    {
        var table = await TableAsync();
        foreach (var batch in Enumerable.Range(0, 1500).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                batch.Select(i => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, new TableEntity("sender", $"u{i}@shop.test") { ["Action"] = "OK" })),
                Cancellation);
        }

        var before = (await _account.RequestsAsync(Cancellation)).Count;
        Assert.Equal(1500, (await Rules.GetAsync(Cancellation)).Count);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await _storage.AccessRules.GetAsync(Cancellation)));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, (await _account.RequestsAsync(Cancellation)).Count - before);
    }

    private async Task PutAsync(string partition, string row, Dictionary<string, object> columns)
    {
        var table = await TableAsync();
        await table.UpsertEntityAsync(new TableEntity(columns) { PartitionKey = partition, RowKey = row }, TableUpdateMode.Replace, Cancellation);
    }

    private async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(_account.ConnectionString).GetTableClient("Access");
        await table.CreateIfNotExistsAsync(Cancellation);
        return table;
    }
}
