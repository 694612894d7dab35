using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureRulesTests : RulesContract
{
    private static readonly RuleScope Bob = RuleScope.OfAccount("01jbob");

    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public AzureRulesTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = new AzureStorage(TestStorage.Options(_account), _time);
    }

    protected override IRules Rules
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _storage.Rules;
        }
    }

    protected override IRulesEditor Editor => _storage.RulesEditor;

    protected override void Wait() => _time.Advance(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Rows_typed_by_hand_are_read_with_patience()
    {
        await PutAsync("account:01jbob", "50-lists", new() { ["Actions"] = "keep;" });
        await PutAsync("account:01jbob", "7-first", new() { ["Test"] = " ", ["Actions"] = "keep;", ["Phase"] = " After ", ["Enabled"] = "yes" });
        await PutAsync("account:01jbob", "no order", new() { ["Script"] = "keep;" });
        await PutAsync("account:01jbob", "0060-off", new() { ["Script"] = "keep;", ["Enabled"] = "no" });
        var rules = await Rules.FindAsync(Bob, Cancellation);
        Assert.Equal(
            [("lists", 50, RulePhase.Before, true), ("off", 60, RulePhase.Before, false), ("no order", Rule.MaxOrder, RulePhase.Before, true), ("first", 7, RulePhase.After, true)],
            rules.Select(rule => (rule.Name, rule.Order, rule.Phase, rule.Enabled)));
        Assert.Equal("true", rules[0].Test);
        Assert.Null(rules[0].Script);
    }

    [Theory]
    [InlineData("Site", "0100-x", "Script", "keep;")]
    [InlineData("domain:Example.test", "0100-x", "Script", "keep;")]
    [InlineData("account:", "0100-x", "Script", "keep;")]
    [InlineData("site", "0100-", "Script", "keep;")]
    [InlineData("site", "0100-x", "Comment", "nothing to do")]
    [InlineData("site", "0100-x", "Phase", "sometimes")]
    [InlineData("site", "0100-x", "Enabled", "maybe")]
    [InlineData("domain:example.test", "0100-x", "Phase", "incoming")]
    public async Task A_bad_row_is_skipped_and_told_so(string partition, string row, string column, string value)
    {
        await PutAsync(partition, row, column is "Script" or "Comment" ? new() { [column] = value } : new() { ["Script"] = "keep;", [column] = value });
        await PutAsync("site", "0200-good", new() { ["Actions"] = "keep;" });
        Assert.Equal(["good"], (await Rules.FindAsync(RuleScope.Site, Cancellation)).Select(rule => rule.Name));
        Assert.NotEqual("", (await RowAsync(partition, row)).GetString("Problem"));
        Assert.Equal($"{partition} {row}", Assert.Single(await Editor.CheckAsync(_ => null, Cancellation).ToListAsync(Cancellation)).Row);
    }

    [Fact]
    public async Task Script_and_actions_in_one_row_are_a_problem()
    {
        await PutAsync("site", "0100-both", new() { ["Script"] = "keep;", ["Actions"] = "discard;" });
        Assert.Empty(await Rules.FindAsync(RuleScope.Site, Cancellation));
        Assert.StartsWith("Script stands alone", (await RowAsync("site", "0100-both")).GetString("Problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_by_hand_is_in_the_history_once()
    {
        await PutAsync("account:01jbob", "0100-lists", new() { ["Actions"] = "keep;" });
        var rule = Assert.Single(await Rules.FindAsync(Bob, Cancellation));
        await Rules.FindAsync(Bob, Cancellation);
        Assert.Equal(rule.Version, (await RowAsync("account:01jbob", "0100-lists")).GetString("Version"));

        await PutAsync("account:01jbob", "0100-lists", new() { ["Actions"] = "discard;", ["Version"] = rule.Version });
        await Editor.SetAsync(rule with { Actions = "stop;" }, RuleChange.Replaced, Cancellation);
        var history = await Editor.HistoryAsync(Bob, "lists", Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["discard;", "keep;", "stop;"], history.Select(version => version.Rule.Actions).Order());
        Assert.Equal(2, history.Count(version => version.Change == RuleChange.ByHand));
    }

    [Fact]
    public async Task A_name_that_stands_there_twice_is_changed_as_one()
    {
        await PutAsync("site", "0100-x", new() { ["Script"] = "keep;" });
        await PutAsync("site", "200-x", new() { ["Script"] = "discard;" });
        var rule = await Editor.FindAsync(RuleScope.Site, "x", Cancellation);
        Assert.Equal("keep;", rule!.Script);
        await Editor.SetAsync(rule, RuleChange.Replaced, Cancellation);
        Assert.Equal(rule with { Problem = null }, Assert.Single(await Editor.ListAsync(null, Cancellation).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task A_table_of_any_scopes_is_one_request_for_all_of_them()
    {
        foreach (var scope in Enumerable.Range(0, 30).Select(i => RuleScope.OfAccount($"a{i}")))
        {
            await Editor.AddAsync(new Rule { Scope = scope, Name = "x", Actions = "keep;" }, Cancellation);
        }

        var before = (await _account.RequestsAsync(Cancellation)).Count;
        var rules = Rules;
        Assert.Single(await rules.FindAsync(RuleScope.OfAccount("a7"), Cancellation));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => await rules.FindAsync(RuleScope.OfAccount($"a{i}"), Cancellation)));
        Assert.Equal(1, (await _account.RequestsAsync(Cancellation)).Count - before);
    }

    [Fact]
    public async Task A_large_table_is_read_scope_by_scope()
    {
        var table = await TableAsync();
        foreach (var batch in Enumerable.Range(0, 1100).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                batch.Select(i => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, RuleRow.Write(new Rule { Scope = Bob, Name = $"r{i}", Order = i, Actions = "keep;" }))),
                Cancellation);
        }

        await Editor.AddAsync(new Rule { Scope = RuleScope.Site, Name = "x", Actions = "keep;" }, Cancellation);
        Assert.Single(await Rules.FindAsync(RuleScope.Site, Cancellation));
        Assert.Equal(1000, (await Rules.FindAsync(Bob, Cancellation)).Count);
    }

    private async Task PutAsync(string partition, string row, Dictionary<string, object> columns)
    {
        var table = await TableAsync();
        await table.UpsertEntityAsync(new TableEntity(columns) { PartitionKey = partition, RowKey = row }, TableUpdateMode.Replace, Cancellation);
    }

    private async Task<TableEntity> RowAsync(string partition, string row) =>
        await (await TableAsync()).GetEntityAsync<TableEntity>(partition, row, cancellationToken: Cancellation);

    private async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(_account.ConnectionString).GetTableClient("Rules");
        await table.CreateIfNotExistsAsync(Cancellation);
        return table;
    }
}
