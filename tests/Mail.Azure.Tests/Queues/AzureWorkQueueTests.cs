using Azure.Storage.Queues;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureWorkQueueTests(AzuriteFixture azurite) : WorkQueueContract
{
    private readonly AzuriteAccount _account = azurite.NewAccount();
    private AzureStorage? _storage;

    protected override IWorkQueues Queues => (_storage ??= TestStorage.Open(_account)).Queues;

    [Theory]
    [InlineData("{\"queueId\":\"typed by hand\"}")]
    [InlineData("not base64")]
    [InlineData("/////w==")]
    [InlineData("")]
    public async Task What_others_put_in_undecodable_comes_as_it_stands(string text)
    {
        var raw = new QueueClient(_account.ConnectionString, "incoming");
        await raw.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await raw.SendMessageAsync(text, Cancellation);
        var item = Assert.Single(await Queues.Get("incoming").ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Equal(text, item.Body);
    }

    [Fact]
    public async Task Each_operation_is_one_request()
    {
        var queue = Queues.Get("incoming");
        await queue.SendAsync("makes the queue", TimeSpan.Zero, Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;

        await queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        var items = await queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation);
        await queue.ExtendAsync(items[0], TimeSpan.FromMinutes(1), Cancellation);
        await queue.CompleteAsync(items[1], Cancellation);

        Assert.Equal(4, (await _account.RequestsAsync(Cancellation)).Count - before);
    }
}
