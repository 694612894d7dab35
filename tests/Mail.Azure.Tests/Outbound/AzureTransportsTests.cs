using Azure.Data.Tables;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureTransportsTests
{
    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;
    private readonly FakeTimeProvider _time = new();

    public AzureTransportsTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = new AzureStorage(TestStorage.Options(_account), _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("peer.test")]
    [InlineData("*")]
    [InlineData("from:a/b#c@peer.test")]
    [InlineData(".peer.test")]
    public async Task A_row_comes_back_as_it_was_added_and_is_in_force_within_ten_seconds(string pattern)
    {
        var transport = new Transport
        {
            Pattern = pattern,
            Kind = TransportKind.Smarthost,
            Host = "relay.test",
            Port = 2525,
            Tls = TlsLevel.Verified,
            Credentials = "env:RELAY",
            Lifetime = TimeSpan.FromHours(2),
            Concurrency = 3,
            Comment = "why",
        };

        Assert.True(await _storage.TransportsEditor.AddAsync(transport, Cancellation));
        Assert.False(await _storage.TransportsEditor.AddAsync(transport, Cancellation));
        Assert.Equal(transport, Assert.Single(await _storage.TransportsEditor.ListAsync(Cancellation).ToListAsync(Cancellation)));
        Assert.Equal(transport, await FindAsync("x@sub.peer.test", "a/b#c@peer.test") is { Kind: TransportKind.Smarthost } found ? found : await FindAsync("x@peer.test", null));
        Assert.True(await _storage.TransportsEditor.RemoveAsync(pattern, Cancellation));
        Assert.Equal(Transport.Default, await FindAsync("x@peer.test", "a/b#c@peer.test"));
    }

    [Fact]
    public async Task A_row_typed_by_hand_is_read_with_patience()
    {
        await PutAsync("recipient", "Peer.TEST", new() { ["Host"] = " Relay.test:587 ", ["Tls"] = "Required" });

        var transport = await FindAsync("x@peer.test", null);

        Assert.Equal((TransportKind.Smarthost, "relay.test", 587, TlsLevel.Required), (transport.Kind, transport.Host, transport.Port, transport.Tls));
    }

    [Theory]
    [InlineData("recipients", "peer.test", "Kind", "direct")]
    [InlineData("recipient", "a b", "Kind", "direct")]
    [InlineData("recipient", "peer.test", "Kind", "pigeon")]
    [InlineData("recipient", "peer.test", "Kind", "smarthost")]
    [InlineData("recipient", "peer.test", "Kind", "error")]
    [InlineData("recipient", "peer.test", "Tls", "maybe")]
    [InlineData("recipient", "peer.test", "Port", "70000")]
    [InlineData("recipient", "peer.test", "Host", "re lay")]
    [InlineData("recipient", "peer.test", "Lifetime", "long")]
    [InlineData("recipient", "peer.test", "Enabled", "perhaps")]
    public async Task A_bad_row_is_skipped_and_told_so(string partition, string row, string column, string value)
    {
        await PutAsync(partition, row, new() { [column] = value });

        Assert.Equal(Transport.Default, await FindAsync("x@peer.test", null));
        Assert.NotEmpty(Assert.Single(await _storage.TransportsEditor.CheckAsync(Cancellation).ToListAsync(Cancellation)).Problem);
    }

    private ValueTask<Transport> FindAsync(string recipient, string? sender)
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        return _storage.Transports.FindAsync(MailAddress.Parse(recipient), sender is null ? null : MailAddress.Parse(sender), Cancellation);
    }

    private async Task PutAsync(string partition, string key, Dictionary<string, object> columns)
    {
        var table = new TableServiceClient(_account.ConnectionString).GetTableClient("Transports");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity(columns) { PartitionKey = partition, RowKey = key }, Cancellation);
    }
}
