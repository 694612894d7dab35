using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Azure.Tests;

/// <summary>The contract of every queue, on the queue that stands for <c>incoming</c> in it.</summary>
public sealed class ServiceBusQueueTests : WorkQueueContract, IDisposable
{
    private readonly FakeServiceBus _bus = new(TimeProvider.System);
    private readonly ServiceBusWorkQueues _queues;

    public ServiceBusQueueTests() => _queues = Fast(_bus, new InMemoryStorage(TimeProvider.System).Queues, TimeProvider.System);

    protected override IWorkQueues Queues => new AsIncoming(_queues);

    public void Dispose()
    {
        _queues.Dispose();
        _bus.Dispose();
    }

    internal static ServiceBusWorkQueues Fast(FakeServiceBus bus, IWorkQueues others, TimeProvider time, TimeSpan? timeout = null)
    {
        Assert.True(
            ServiceBusOptions.TryRead(
                name => name == ServiceBusOptions.Variable ? bus.ConnectionString : "servicebus", out var options, out var error),
            error);
        options = options! with
        {
            ReceiveWait = TimeSpan.FromMilliseconds(200),
            BackOff = TimeSpan.FromMilliseconds(1),
            LongestBackOff = TimeSpan.FromMilliseconds(1),
            Timeout = timeout ?? options.Timeout,
        };
        return new ServiceBusWorkQueues(options, others, time, NullLoggerFactory.Instance);
    }

    /// <summary>Gives <c>outbound</c> under the contract's name.</summary>
    private sealed class AsIncoming(IWorkQueues queues) : IWorkQueues
    {
        public IWorkQueue Get(string name) => new Renamed(name, queues.Get(name.Replace("incoming", "outbound", StringComparison.Ordinal)));
    }

    private sealed class Renamed(string name, IWorkQueue queue) : IWorkQueue
    {
        public string Name => name;

        public ValueTask SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => queue.SendAsync(body, delay, cancellationToken);

        public ValueTask<IReadOnlyList<WorkItem>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken) =>
            queue.ReceiveAsync(max, visibility, cancellationToken);

        public ValueTask<WorkItem?> ExtendAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken) =>
            queue.ExtendAsync(item, visibility, cancellationToken);

        public ValueTask<bool> CompleteAsync(WorkItem item, CancellationToken cancellationToken) => queue.CompleteAsync(item, cancellationToken);

        public ValueTask<IReadOnlyList<WorkItem>> PeekAsync(int max, CancellationToken cancellationToken) => queue.PeekAsync(max, cancellationToken);

        public ValueTask<int> CountAsync(CancellationToken cancellationToken) => queue.CountAsync(cancellationToken);
    }
}
