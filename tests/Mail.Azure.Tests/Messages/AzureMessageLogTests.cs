using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureMessageLogTests(AzuriteFixture azurite) : MessageLogContract
{
    private readonly AzuriteAccount _account = azurite.NewAccount();
    private AzureStorage? _storage;

    protected override IMessageLog Log => (_storage ??= TestStorage.Open(_account)).Log;

    [Fact]
    public async Task A_record_is_one_request()
    {
        var record = new MessageRecord
        {
            QueueId = Some.QueueId(),
            State = MessageState.Delivered,
            ReversePath = null,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Recipients =
            [
                .. Enumerable.Range(1, 99).Select(place => new RecipientRecord
                {
                    Place = place,
                    Address = Some.Address(),
                    Outcome = RecipientOutcome.Delivered,
                    At = DateTimeOffset.UnixEpoch,
                }),
            ],
        };
        await Log.RecordAsync(record, Cancellation);
        var before = (await _account.RequestsAsync(Cancellation)).Count;

        await Log.RecordAsync(record, Cancellation);

        Assert.Equal("POST /$batch 202", Assert.Single((await _account.RequestsAsync(Cancellation)).Skip(before)));
    }
}
