using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureDkimKeysTests(AzuriteFixture azurite) : DkimKeysContract, ISecrets
{
    private const string VaultUrl = "https://vault.test/secrets/dkim";

    private readonly FakeTimeProvider _time = new();
    private readonly SealingKey _sealing = Key(1);
    private AzureStorage? _storage;
    private IDkimKeys? _keys;

    protected override IDkimKeys Keys
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _keys ??= Storage.OpenDkimKeys(this, _sealing);
        }
    }

    protected override IDkimKeyEditor Editor => Storage.OpenDkimKeyEditor(_sealing);

    private AzureStorage Storage => _storage ??= new AzureStorage(Options, _time);

    private StorageOptions Options => field ??= TestStorage.Options(azurite.NewAccount());

    [Fact]
    public async Task A_private_key_does_not_stand_in_the_table_and_opens_with_the_right_key_only()
    {
        await AddActiveAsync();
        var row = await RowAsync();

        Assert.DoesNotContain(Convert.ToBase64String([9, 8, 7, 6, 5, 4]), row.GetString("Secret"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnusableRowException>(
            async () => await Storage.OpenDkimKeys(this, Key(2)).FindActiveAsync("example.test", Cancellation));
        await Assert.ThrowsAsync<UnusableRowException>(
            async () => await Storage.OpenDkimKeys(this, sealing: null).FindActiveAsync("example.test", Cancellation));
    }

    [Fact]
    public async Task A_private_key_that_is_moved_to_another_row_does_not_open()
    {
        await AddActiveAsync();
        var row = await RowAsync();
        row.RowKey = "other";
        await Table.AddEntityAsync(row, Cancellation);
        await Editor.RemoveAsync("example.test", "a", Cancellation);

        await Assert.ThrowsAsync<UnusableRowException>(async () => await Keys.FindActiveAsync("example.test", Cancellation));
    }

    [Fact]
    public async Task A_private_key_may_stand_in_a_vault()
    {
        await AddActiveAsync();
        await Table.UpdateEntityAsync(new TableEntity("example.test", "a") { ["Secret"] = VaultUrl }, global::Azure.ETag.All, TableUpdateMode.Merge, Cancellation);

        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(await Keys.FindActiveAsync("example.test", Cancellation)).PrivateKey.ToArray());
    }

    [Theory]
    [InlineData("State", "busy", "State has to be next, active or retired")]
    [InlineData("Algorithm", "dsa", "Algorithm has to be rsa or ed25519")]
    [InlineData("PublicKey", "!", "PublicKey has to be base64")]
    public async Task A_bad_row_is_told_and_mail_waits(string column, string value, string problem)
    {
        await AddActiveAsync();
        await Table.UpdateEntityAsync(new TableEntity("example.test", "a") { [column] = value }, global::Azure.ETag.All, TableUpdateMode.Merge, Cancellation);

        await Assert.ThrowsAsync<UnusableRowException>(async () => await Keys.FindActiveAsync("example.test", Cancellation));
        Assert.Equal(problem, Assert.Single(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation)).Problem);
    }

    public Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(secret.AbsoluteUri == VaultUrl ? Convert.ToBase64String([1, 2, 3, 4, 5, 6]) : null);

    private TableClient Table => StorageConnection.Open(Options).Tables.GetTableClient("DkimKeys");

    private static SealingKey Key(byte fill) =>
        SealingKey.TryParse(Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray()), out var key) ? key : throw new FormatException();

    private async Task AddActiveAsync() => await Editor.AddAsync(
        new DkimSecret(
            new DkimKey { Domain = "example.test", Selector = "a", Algorithm = DkimAlgorithm.Rsa, State = DkimKeyState.Active, PublicKey = "AAAA", Since = _time.GetUtcNow() },
            new byte[] { 9, 8, 7, 6, 5, 4 }),
        Cancellation);

    private async Task<TableEntity> RowAsync() => (await Table.GetEntityAsync<TableEntity>("example.test", "a", cancellationToken: Cancellation)).Value;
}
