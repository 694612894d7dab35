using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureCredentialStoreTests : CredentialStoreContract
{
    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;
    private readonly FakeTimeProvider _time = new();

    public AzureCredentialStoreTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = new AzureStorage(TestStorage.Options(_account), _time);
    }

    protected override ICredentialStore Store
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _storage.Credentials;
        }
    }

    protected override ICredentialEditor Editor => _storage.CredentialEditor;

    [Fact]
    public async Task A_removed_password_is_gone_within_ten_seconds_and_costs_one_request_until_then()
    {
        await Editor.AddAsync(new AppPassword { AccountId = "a1", Name = "phone", PasswordHash = Hash }, Cancellation);
        Assert.Single(await _storage.Credentials.FindAsync("a1", Cancellation));
        await Editor.RemoveAsync("a1", "phone", Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;
        Assert.Single(await _storage.Credentials.FindAsync("a1", Cancellation));
        Assert.Equal(0, (await _account.RequestsAsync(Cancellation)).Count - before);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(await _storage.Credentials.FindAsync("a1", Cancellation));
    }

    [Fact]
    public async Task Rows_typed_by_hand_are_used_or_reported()
    {
        var table = new TableClient(_account.ConnectionString, "Credentials");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("a1", "good") { ["PasswordHash"] = $" {Hash} ", ["Enabled"] = "no", ["CreatedAt"] = "2026-01-02" }, Cancellation);
        await table.AddEntityAsync(new TableEntity("a1", "bad") { ["PasswordHash"] = "secret" }, Cancellation);
        await table.AddEntityAsync(new TableEntity("a1", "worse") { ["PasswordHash"] = Hash, ["Enabled"] = "perhaps" }, Cancellation);

        var good = Assert.Single(await Store.FindAsync("a1", Cancellation));
        Assert.Equal(("good", false, 2026), (good.Name, good.Enabled, good.CreatedAt!.Value.Year));
        Assert.Equal(["Credentials a1 bad", "Credentials a1 worse"], await Editor.CheckAsync(Cancellation).Select(p => $"{p.Table} {p.Row}").ToListAsync(Cancellation));
    }
}
