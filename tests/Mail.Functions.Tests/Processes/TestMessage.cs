using System.Text;
using Mail.Azure;
using Mail.Core;
using Mail.Testing;

namespace Mail.Functions.Tests;

/// <summary>A message for alice@example.test, spooled as the gateway does it, and her mailbox.</summary>
internal sealed class TestMessage
{
    private readonly AzureStorage _storage;
    private readonly string _accountId;

    private TestMessage(AzureStorage storage, QueueId queueId, string accountId)
    {
        _storage = storage;
        QueueId = queueId;
        _accountId = accountId;
    }

    public QueueId QueueId { get; }

    public static async Task<TestMessage> SpoolAsync(AzuriteAccount account)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var storage = new AzureStorage(new StorageOptions { Connection = account.ConnectionString });
        var alice = Address("alice@example.test");
        var accountId = QueueId.New(TimeProvider.System).ToString();
        await storage.DirectoryEditor.AddDomainAsync(new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox }, cancellation);
        await storage.DirectoryEditor.AddAccountAsync(new AccountEntry { Address = alice, AccountId = accountId }, cancellation);
        await storage.Mailboxes.CreateMailboxAsync(accountId, cancellation);

        var envelope = new Envelope
        {
            QueueId = QueueId.New(TimeProvider.System),
            ReversePath = Address("x@sender.test"),
            Recipients = [new EnvelopeRecipient { Address = alice }],
            ArrivedAt = DateTimeOffset.UtcNow,
        };
        await using var writer = await storage.Spool.BeginAsync(envelope, cancellation);
        await writer.WriteAsync(Encoding.ASCII.GetBytes("Received: by test\r\nSubject: hi\r\n\r\nbody\r\n"), cancellation);
        await writer.CommitAsync(cancellation);
        return new TestMessage(storage, envelope.QueueId, accountId);
    }

    public ValueTask EnqueueAsync() =>
        new IncomingQueue(_storage.Queues).EnqueueAsync(new IncomingPointer(QueueId), TimeSpan.Zero, TestContext.Current.CancellationToken);

    /// <summary>The delivery ids in the mailbox.</summary>
    public async Task<IReadOnlyList<string>> DeliveredAsync()
    {
        var ids = new List<string>();
        await foreach (var message in _storage.Mailboxes.ListAsync(_accountId, folder: null, TestContext.Current.CancellationToken))
        {
            ids.Add(message.Id);
        }

        return ids;
    }

    private static MailAddress Address(string text) =>
        MailAddressParser.TryParse(text, out var address, out var error) ? address : throw new FormatException(error);
}
