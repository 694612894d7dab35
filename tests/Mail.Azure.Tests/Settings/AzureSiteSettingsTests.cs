using System.Globalization;
using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureSiteSettingsTests : SiteSettingsContract
{
    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;
    private readonly FakeTimeProvider _time = new();

    public AzureSiteSettingsTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = new AzureStorage(TestStorage.Options(_account), _time);
    }

    protected override ISiteSettings Settings
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _storage.Settings;
        }
    }

    protected override ISiteSettingsEditor Editor => _storage.SettingsEditor;

    [Fact]
    public async Task A_row_typed_by_hand_is_in_force_within_ten_seconds_and_costs_no_request_before()
    {
        await PutAsync("greylist-allow-after", 7);
        Assert.Equal(7, (await Settings.GetAsync(Cancellation)).GreylistAllowAfter);
        await PutAsync("greylist-allow-after", " 8 ");
        var before = (await _account.RequestsAsync(Cancellation)).Count;
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(7, (await _storage.Settings.GetAsync(Cancellation)).GreylistAllowAfter);
        }

        Assert.Equal(before, (await _account.RequestsAsync(Cancellation)).Count);
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(8, (await _storage.Settings.GetAsync(Cancellation)).GreylistAllowAfter);
    }

    [Fact]
    public async Task A_bad_row_is_told_so_in_its_problem_column_and_cleared_when_it_is_repaired()
    {
        await PutAsync("greylist", "sometimes");
        await Settings.GetAsync(Cancellation);
        Assert.Contains("off, suspicious or on; the default suspicious is used", await ProblemAsync(), StringComparison.Ordinal);

        await PutAsync("greylist", "off");
        await Settings.GetAsync(Cancellation);
        Assert.Equal("", await ProblemAsync());

        async Task<string> ProblemAsync() =>
            (await (await TableAsync()).GetEntityAsync<TableEntity>("site", "greylist", cancellationToken: Cancellation)).Value.GetString("Problem");
    }

    [Fact]
    public async Task Rows_of_another_partition_are_reported()
    {
        var table = await TableAsync();
        await table.UpsertEntityAsync(new TableEntity("Site", "greylist") { ["Value"] = "off" }, TableUpdateMode.Replace, Cancellation);
        Assert.Equal(SiteSettings.Default, await Settings.GetAsync(Cancellation));
        Assert.Contains("'site'", Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation)).Problem, StringComparison.Ordinal);
    }

    private async Task PutAsync(string name, object value)
    {
        var table = await TableAsync();
        await table.UpsertEntityAsync(
            new TableEntity("site", name.ToString(CultureInfo.InvariantCulture)) { ["Value"] = value }, TableUpdateMode.Merge, Cancellation);
    }

    private async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(_account.ConnectionString).GetTableClient("Settings");
        await table.CreateIfNotExistsAsync(Cancellation);
        return table;
    }
}
