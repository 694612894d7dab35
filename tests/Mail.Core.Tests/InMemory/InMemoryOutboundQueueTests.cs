using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryOutboundQueueTests : OutboundQueueContract
{
    private readonly InMemoryStorage _storage = new();

    protected override IOutboundQueue Outbound => _storage.Outbound;

    protected override IWorkQueues Queues => _storage.Queues;
}
