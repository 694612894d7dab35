using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
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

    [Fact]
    public async Task Two_processes_deliver_to_one_account_without_losing_or_doubling_any()
    {
        var stores = new[] { Mailboxes, TestStorage.Open(_account).Mailboxes };
        var ids = Enumerable.Range(0, 200).Select(_ => Some.QueueId() + "-1").ToList();

        // Every tenth goes through both.
        var outcomes = await Task.WhenAll(ids.SelectMany((id, i) =>
            stores.Where((_, store) => i % 10 == 0 || store == i % 2).Select(store => store.DeliverAsync(Some.Delivery(Account, id), Cancellation).AsTask())));

        Assert.Equal(200, outcomes.Count(outcome => outcome.Status == DeliveryStatus.Delivered));
        Assert.Equal(20, outcomes.Count(outcome => outcome.Status == DeliveryStatus.AlreadyDelivered));
        var messages = await Mailboxes.ListAsync(Account, null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 200).Reverse().Select(uid => (uint)uid), messages.Select(message => message.Uid));
        Assert.Equal(ids.Order(StringComparer.Ordinal), messages.Select(message => message.Id).Order(StringComparer.Ordinal));
        var folder = Assert.Single(await Mailboxes.ListFoldersAsync(Account, Cancellation).ToListAsync(Cancellation));
        Assert.Equal((201u, 200), (folder.UidNext, folder.Messages));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Deliveries_that_wait_for_each_other_share_a_transaction()
    {
        await Mailboxes.DeliverAsync(Some.Delivery(Account), Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;
        using var network = new SlowNetwork(request => request.RequestUri!.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal));
        var mailboxes = network.Open(_account).Mailboxes;
        var deliveries = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => mailboxes.DeliverAsync(Some.Delivery(Account), Cancellation).AsTask()));
        await network.UnderWay.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        for (var wait = 0; wait < 300 && await CountAsync("PUT /mailbox-") < 100; wait++)
        {
            await Task.Delay(100, Cancellation);
        }

        network.Arrive();
        await deliveries;

        // One that had begun, with one delivery at least, and the rest at 49 to a transaction.
        Assert.InRange(await CountAsync("POST /$batch 202"), 3, 4);

        async Task<int> CountAsync(string prefix) =>
            (await _account.RequestsAsync(Cancellation)).Skip(before).Count(request => request.StartsWith(prefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_its_owner_has_deleted_does_not_come_back()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        await Table().DeleteEntityAsync(Account, "m:INBOX:0000000001", cancellationToken: Cancellation);
        await Blobs().DeleteBlobAsync(delivery.DeliveryId + ".eml", cancellationToken: Cancellation);

        var again = await TestStorage.Open(_account).Mailboxes.DeliverAsync(delivery, Cancellation);

        Assert.Equal(new DeliveryOutcome(DeliveryStatus.AlreadyDelivered, "INBOX", 1), again);
        Assert.Null(await Mailboxes.OpenAsync(Account, delivery.DeliveryId, Cancellation));
        Assert.Empty(await UidsAsync());
    }

    [Fact]
    public async Task A_lost_blob_is_restored_by_delivering_again()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        await Blobs().DeleteBlobAsync(delivery.DeliveryId + ".eml", cancellationToken: Cancellation);
        Assert.Equal(
            [$"message INBOX 1 has no blob {delivery.DeliveryId}.eml"],
            await Mailboxes.CheckAsync(Account, Cancellation).ToListAsync(Cancellation));

        Assert.Equal(DeliveryStatus.AlreadyDelivered, (await Mailboxes.DeliverAsync(delivery, Cancellation)).Status);

        Assert.NotNull(await ReadAsync(delivery.DeliveryId));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task A_moved_message_is_found_by_its_id()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        await Mailboxes.CreateFolderAsync(Account, "Archive", Cancellation);
        TableEntity row = await Table().GetEntityAsync<TableEntity>(Account, "m:INBOX:0000000001", cancellationToken: Cancellation);
        await Table().DeleteEntityAsync(Account, row.RowKey, cancellationToken: Cancellation);
        (row.RowKey, row["Folder"], row["Uid"]) = ("m:archive:0000000007", "Archive", 7L);
        await Table().AddEntityAsync(row, Cancellation);

        var message = await Mailboxes.FindAsync(Account, delivery.DeliveryId, Cancellation);

        Assert.Equal(("Archive", 7u), (message!.Folder, message.Uid));
    }

    [Fact]
    public async Task A_blob_that_another_attempt_relies_on_is_not_taken_back()
    {
        var options = TestStorage.Options(_account);
        var blobs = new MailboxBlobs(StorageConnection.Open(options), new BlockBuffers(options.BufferBytes), TimeProvider.System);
        var delivery = Some.Delivery(Account);
        var first = await blobs.PutAsync(delivery, Cancellation);
        var second = await blobs.PutAsync(delivery, Cancellation);
        Assert.NotNull(first.CreatedAs);
        Assert.Null(second.CreatedAs);
        Assert.Equal(first.Size, second.Size);

        await blobs.TakeBackAsync(delivery, first.CreatedAs.Value, Cancellation);

        Assert.True(await blobs.ExistsAsync(Account, delivery.DeliveryId, Cancellation));
    }

    [Fact]
    public async Task A_check_finds_counts_that_are_wrong_and_blobs_that_nobody_lists()
    {
        await Mailboxes.DeliverAsync(Some.Delivery(Account), Cancellation);
        var usage = new TableEntity(Account, "usage") { ["Bytes"] = 1L, ["Messages"] = 5L };
        await Table().UpdateEntityAsync(usage, ETag.All, TableUpdateMode.Merge, Cancellation);
        var folder = new TableEntity(Account, "f:INBOX") { ["Messages"] = 3L, ["UidNext"] = 1L };
        await Table().UpdateEntityAsync(folder, ETag.All, TableUpdateMode.Merge, Cancellation);
        await Blobs().UploadBlobAsync("orphan-1.eml", BinaryData.FromString("x"), Cancellation);
        var later = new LaterTime(TimeSpan.FromHours(1));

        var found = await new AzureStorage(TestStorage.Options(_account), later).Mailboxes.CheckAsync(Account, Cancellation).ToListAsync(Cancellation);

        Assert.Collection(
            found,
            counts => Assert.StartsWith("folder INBOX counts 3 messages", counts, StringComparison.Ordinal),
            uid => Assert.Equal("folder INBOX would give UID 1 next, but 1 is in use", uid),
            used => Assert.StartsWith("usage counts 5 messages and 1 bytes; there are 1 ", used, StringComparison.Ordinal),
            blob => Assert.Equal("blob orphan-1.eml is not in the index", blob));
    }

    [Fact]
    public async Task Room_that_another_process_made_is_found_before_a_message_is_refused()
    {
        var content = Some.Message(bytes: 10_000);
        await Mailboxes.DeliverAsync(Some.Delivery(Account, content: content, quota: 15_000), Cancellation);
        Assert.Equal(
            DeliveryStatus.OverQuota,
            (await Mailboxes.DeliverAsync(Some.Delivery(Account, content: content, quota: 15_000), Cancellation)).Status);
        var usage = new TableEntity(Account, "usage") { ["Bytes"] = 0L, ["Messages"] = 0L };
        await Table().UpdateEntityAsync(usage, ETag.All, TableUpdateMode.Merge, Cancellation);

        var outcome = await Mailboxes.DeliverAsync(Some.Delivery(Account, content: content, quota: 15_000), Cancellation);

        Assert.Equal(DeliveryStatus.Delivered, outcome.Status);
    }

    [Fact]
    public async Task Thousands_of_messages_are_listed_newest_first_across_gaps()
    {
        await Mailboxes.CreateMailboxAsync(Account, Cancellation);
        var uids = Enumerable.Range(1, 30).Concat(Enumerable.Range(5000, 1500)).Concat([70_000]).Select(uid => (uint)uid).ToList();
        foreach (var chunk in uids.Chunk(100))
        {
            await Table().SubmitTransactionAsync(
                chunk.Select(uid => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity(Account, $"m:INBOX:{uid:D10}") { ["Blob"] = $"x-{uid}.eml", ["Folder"] = "INBOX" })),
                Cancellation);
        }

        var folder = new TableEntity(Account, "f:INBOX") { ["UidNext"] = 70_001L };
        await Table().UpdateEntityAsync(folder, ETag.All, TableUpdateMode.Merge, Cancellation);

        Assert.Equal(uids.AsEnumerable().Reverse(), await UidsAsync());
    }

    [Theory]
    [InlineData("UPPER", "x-1")]
    [InlineData("a/b", "x-1")]
    [InlineData("a1", "../x-1")]
    [InlineData("a1", "x 1")]
    [InlineData("a1", "")]
    public async Task Ids_that_cannot_be_names_in_the_storage_are_refused(string accountId, string deliveryId) =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Mailboxes.DeliverAsync(Some.Delivery(accountId, deliveryId), Cancellation));

    private TableClient Table() => new(_account.ConnectionString, "Mailboxes");

    private BlobContainerClient Blobs() => new(_account.ConnectionString, "mailbox-" + Account);

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
