using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The storage queues of the account, by name.</summary>
public sealed class AzureWorkQueues : IWorkQueues
{
    private readonly ConcurrentDictionary<string, IWorkQueue> _queues = new(StringComparer.Ordinal);
    private readonly Func<string, IWorkQueue> _open;

    internal AzureWorkQueues(StorageConnection connection) =>
        _open = name => new AzureWorkQueue(connection.Queues.GetQueueClient(name));

    /// <param name="name">3 to 63 lower-case letters, digits and single hyphens.</param>
    public IWorkQueue Get(string name) => _queues.GetOrAdd(name, _open);
}
