using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureOutboundQueueTests : OutboundQueueContract
{
    private readonly AzureStorage _storage;

    public AzureOutboundQueueTests(AzuriteFixture azurite) => _storage = TestStorage.Open(azurite.NewAccount());

    protected override IOutboundQueue Outbound => _storage.Outbound;

    protected override IWorkQueues Queues => _storage.Queues;
}
