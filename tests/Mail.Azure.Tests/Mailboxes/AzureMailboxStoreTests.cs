using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureMailboxStoreTests : MailboxStoreContract
{
    private readonly AzuriteAccount _account;
    private readonly AzureStorage _storage;

    public AzureMailboxStoreTests(AzuriteFixture azurite)
    {
        _account = azurite.NewAccount();
        _storage = TestStorage.Open(_account);
    }

    protected override IMailboxStore Mailboxes => _storage.Mailboxes;

    [Fact]
    public async Task A_delivery_to_a_known_account_is_two_requests()
    {
        await Mailboxes.DeliverAsync(Some.Delivery(Account), Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;
        var delivery = Some.Delivery(Account, quota: 1_000_000);

        await Mailboxes.DeliverAsync(delivery, Cancellation);

        var requests = (await _account.RequestsAsync(Cancellation)).Skip(before);
        Assert.Equal([$"PUT /mailbox-{Account}/{delivery.DeliveryId}.eml 201", "POST /$batch 202"], requests);
    }
}
