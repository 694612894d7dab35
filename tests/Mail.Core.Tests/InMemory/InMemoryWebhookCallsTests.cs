using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryWebhookCallsTests : WebhookCallsContract
{
    private readonly InMemoryStorage _storage = new();

    protected override IWebhookCalls Calls => _storage.WebhookCalls;

    protected override IWorkQueues Queues => _storage.Queues;
}
