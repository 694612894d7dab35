using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryWorkQueueTests : WorkQueueContract
{
    protected override IWorkQueues Queues { get; } = new InMemoryWorkQueues();
}
