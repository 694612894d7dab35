using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureWebhookCallsTests(AzuriteFixture azurite) : WebhookCallsContract
{
    private readonly AzureStorage _storage = TestStorage.Open(azurite.NewAccount());

    protected override IWebhookCalls Calls => _storage.WebhookCalls;

    protected override IWorkQueues Queues => _storage.Queues;
}
