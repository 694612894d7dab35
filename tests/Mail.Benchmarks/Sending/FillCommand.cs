using Mail.Azure;

namespace Mail.Benchmarks;

/// <summary>Queues messages for one server on loopback in the account of <c>MAIL_STORAGE</c>. For compare.sh.</summary>
internal static class FillCommand
{
    private const int AtOnce = 16;

    public static async Task<int> RunAsync(int port, int count, int size)
    {
        var storage = new AzureStorage(StorageOptions.FromEnvironment());
        await storage.TransportsEditor.SetAsync(SendCommand.TransportTo(port), CancellationToken.None);
        var queue = new OutboundFiller(storage.Spool, storage.Log, storage.Outbound);
        var content = OutboundFiller.Message(size, "1");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await queue.AddAsync("bob@other.test", content));
        return 0;
    }
}
