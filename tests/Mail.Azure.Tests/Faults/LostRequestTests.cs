using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

/// <summary>
/// Every operation that changes something is cut off at each of its requests in turn, before the request or after it, and then repeated: by the client
/// library (<c>retries</c>), or by a new process that knows nothing of the first.
/// </summary>
public class LostRequestTests(AzuriteFixture azurite)
{
    // More requests than any of these operations makes.
    private const int MaxRequests = 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, true)]
    [InlineData(100, false)]
    [InlineData(2_500_000, true)]
    [InlineData(2_500_000, false)]
    public async Task A_delivery_cut_off_anywhere_appears_once(int size, bool appliedFirst)
    {
        var content = Some.Message(bytes: size);
        await CutEverywhereAsync(appliedFirst, async (broken, whole) =>
        {
            var account = Some.AccountId();
            var id = Some.QueueId() + "-1";
            await TryAsync(async () => await broken.Mailboxes.DeliverAsync(Some.Delivery(account, id, content: content), Cancellation));

            var outcome = await whole.Mailboxes.DeliverAsync(Some.Delivery(account, id, content: content), Cancellation);

            Assert.Equal(("INBOX", 1u), (outcome.Folder, outcome.Uid));
            Assert.Single(await whole.Mailboxes.ListAsync(account, null, Cancellation).ToListAsync(Cancellation));
            Assert.Empty(await whole.Mailboxes.CheckAsync(account, Cancellation).ToListAsync(Cancellation));
            await using var stored = await whole.Mailboxes.OpenAsync(account, id, Cancellation);
            Assert.EndsWith(Convert.ToHexString(content), Convert.ToHexString(await ReadAsync(stored!)), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delivery_goes_on_by_itself_after_one_lost_request(bool appliedFirst)
    {
        var account = azurite.NewAccount();
        for (var request = 1; request <= MaxRequests; request++)
        {
            var network = new FaultyNetwork(request, appliedFirst);
            var mailboxes = Open(account, network, retries: 2).Mailboxes;
            var accountId = Some.AccountId();

            var first = await mailboxes.DeliverAsync(Some.Delivery(accountId), Cancellation);
            var second = await mailboxes.DeliverAsync(Some.Delivery(accountId), Cancellation);

            Assert.Equal(new DeliveryOutcome(DeliveryStatus.Delivered, "INBOX", 1), first);
            Assert.Equal(new DeliveryOutcome(DeliveryStatus.Delivered, "INBOX", 2), second);
            Assert.Empty(await mailboxes.CheckAsync(accountId, Cancellation).ToListAsync(Cancellation));
            if (!network.HasFailed)
            {
                return;
            }
        }

        Assert.Fail("The delivery never went without a fault.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delivery_over_quota_cut_off_anywhere_leaves_nothing(bool appliedFirst)
    {
        await CutEverywhereAsync(appliedFirst, async (broken, whole) =>
        {
            var account = Some.AccountId();
            var id = Some.QueueId() + "-1";
            await TryAsync(async () => await broken.Mailboxes.DeliverAsync(Some.Delivery(account, id, quota: 10), Cancellation));

            var outcome = await whole.Mailboxes.DeliverAsync(Some.Delivery(account, id, quota: 10), Cancellation);

            Assert.Equal(DeliveryStatus.OverQuota, outcome.Status);
            Assert.Null(await whole.Mailboxes.OpenAsync(account, id, Cancellation));
            Assert.Empty(await whole.Mailboxes.ListAsync(account, null, Cancellation).ToListAsync(Cancellation));
        });
    }

    [Theory]
    [InlineData(100, 1, 0)]
    [InlineData(100, 500, 0)]
    [InlineData(2_500_000, 1, 0)]
    [InlineData(2_500_000, 500, 0)]
    [InlineData(100, 500, 2)]
    [InlineData(2_500_000, 500, 2)]
    public async Task A_commit_cut_off_anywhere_shows_the_whole_message_or_none(int size, int recipients, int retries)
    {
        var content = Some.Message(bytes: size);
        foreach (var appliedFirst in new[] { true, false })
        {
            await CutEverywhereAsync(
                appliedFirst,
                async (broken, whole) =>
                {
                    var envelope = Some.Envelope(recipients: recipients);
                    var committed = await TryAsync(() => SpoolAsync(broken.Spool, envelope, content));
                    await using var message = await whole.Spool.OpenAsync(envelope.QueueId, Cancellation);

                    Assert.True(message is not null || (!committed && retries == 0), "a message that was committed is missing");
                    if (message is not null)
                    {
                        Assert.Equal(content, await ReadAsync(message.Content));
                        Assert.Equal(EnvelopeJson.Write(envelope), EnvelopeJson.Write(message.Envelope));
                    }
                },
                retries);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_cut_off_anywhere_is_whole_or_missing_and_can_be_repeated(bool appliedFirst)
    {
        await CutEverywhereAsync(appliedFirst, async (broken, whole) =>
        {
            var record = Record(recipients: 250);
            await TryAsync(async () => await broken.Log.RecordAsync(record, Cancellation));
            var left = await whole.Log.FindAsync(record.QueueId, Cancellation);
            Assert.Equal(250, left?.Recipients.Count ?? 250);

            await whole.Log.RecordAsync(record, Cancellation);

            Assert.Equal(250, (await whole.Log.FindAsync(record.QueueId, Cancellation))!.Recipients.Count);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outbound_job_cut_off_anywhere_is_stored_once_and_pointed_to(bool appliedFirst)
    {
        await CutEverywhereAsync(appliedFirst, async (broken, whole) =>
        {
            var queueId = Some.QueueId();
            var job = new OutboundJob
            {
                JobId = queueId + "-1",
                QueueId = queueId,
                Destination = "other.test",
                ReversePath = null,
                Recipients = [new(Some.Address("a@other.test"), 1), new(Some.Address("b@other.test"), 2)],
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            await TryAsync(async () => await broken.Outbound.EnqueueAsync(job, Cancellation));

            await whole.Outbound.EnqueueAsync(job, Cancellation);

            var stored = Assert.Single(await whole.Outbound.ListAsync(queueId, Cancellation).ToListAsync(Cancellation));
            Assert.Equal(job.Recipients, stored.Recipients);
            var pointers = await whole.Queues.Get(QueueNames.Outbound).ReceiveAsync(32, TimeSpan.FromHours(1), Cancellation);
            Assert.Contains(pointers, pointer => pointer.Body == new OutboundPointer("other.test", job.JobId).ToJson());
        });
    }

    /// <summary>Runs the case with the first request lost, then with the second, until it needs no more of them.</summary>
    private async Task CutEverywhereAsync(bool appliedFirst, Func<AzureStorage, AzureStorage, Task> test, int retries = 0)
    {
        // Containers and tables are there in one round and not in the other.
        var account = azurite.NewAccount();
        for (var request = 1; request <= MaxRequests; request++)
        {
            var network = new FaultyNetwork(request, appliedFirst);
            await test(Open(account, network, retries), TestStorage.Open(account));
            if (!network.HasFailed)
            {
                Assert.True(request > 1, "no request was made");
                return;
            }
        }

        Assert.Fail($"More than {MaxRequests} requests.");
    }

    private static AzureStorage Open(AzuriteAccount account, FaultyNetwork network, int retries)
    {
        var options = TestStorage.Options(account) with { MaxRetries = retries };
        return new AzureStorage(StorageConnection.Open(options, network), options);
    }

    private static async Task<bool> TryAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    private static async Task SpoolAsync(AzureSpool spool, Envelope envelope, byte[] content)
    {
        await using var writer = await spool.BeginAsync(envelope, Cancellation);
        await writer.WriteAsync(content, Cancellation);
        await writer.CommitAsync(Cancellation);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }

    private static MessageRecord Record(int recipients) => new()
    {
        QueueId = Some.QueueId(),
        State = MessageState.Delivered,
        ReversePath = null,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Recipients =
        [
            .. Enumerable.Range(1, recipients).Select(place => new RecipientRecord
            {
                Place = place,
                Address = Some.Address(),
                Outcome = RecipientOutcome.Delivered,
                At = DateTimeOffset.UnixEpoch,
            }),
        ],
    };
}
