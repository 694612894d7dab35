using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Mailboxes in dictionaries, with delivery marks, quota and the folders' bookkeeping as in the table.</summary>
public sealed class InMemoryMailboxStore(TimeProvider? time = null, StorageFaults? parentFaults = null) : IMailboxStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, InMemoryMailbox> _mailboxes = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    /// <summary>As a user who deletes a message: blob and row go, the delivery mark stays.</summary>
    public void Expunge(string accountId, string deliveryId) =>
        Mailbox(accountId).Locked(mailbox => mailbox.Expunge(deliveryId));

    public async ValueTask<DeliveryOutcome> DeliverAsync(MailboxDelivery delivery, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        content.Write(delivery.PrependedFields.Span);
        delivery.Content.Position = 0;
        await delivery.Content.CopyToAsync(content, cancellationToken);
        return await Run(delivery.AccountId, mailbox => mailbox.Deliver(delivery, content.ToArray(), _time.GetUtcNow()), cancellationToken);
    }

    public async ValueTask CreateMailboxAsync(string accountId, CancellationToken cancellationToken) =>
        await Run(accountId, mailbox => mailbox.Folder(FolderName.Inbox, _time.GetUtcNow()), cancellationToken);

    public async ValueTask DeleteMailboxAsync(string accountId, CancellationToken cancellationToken) =>
        await Faults.RunAsync(() => _mailboxes.TryRemove(accountId, out _), cancellationToken);

    public IAsyncEnumerable<string> ListAccountIdsAsync(CancellationToken cancellationToken) =>
        Faults.List<string>(
            () => [.. _mailboxes.Where(entry => entry.Value.Locked(mailbox => mailbox.Folders.Any())).Select(entry => entry.Key).Order(StringComparer.Ordinal)],
            cancellationToken);

    public ValueTask<MailFolder> CreateFolderAsync(string accountId, string folder, CancellationToken cancellationToken) =>
        Run(accountId, mailbox => mailbox.Folder(folder, _time.GetUtcNow()).Row, cancellationToken);

    public ValueTask<MailFolder?> FindFolderAsync(string accountId, string folder, CancellationToken cancellationToken) =>
        Run(accountId, mailbox => mailbox.FindFolder(folder)?.Row, cancellationToken);

    public IAsyncEnumerable<MailFolder> ListFoldersAsync(string accountId, CancellationToken cancellationToken) =>
        List(accountId, mailbox => mailbox.Folders.Select(folder => folder.Row), cancellationToken);

    public IAsyncEnumerable<MailboxMessage> ListAsync(string accountId, string? folder, CancellationToken cancellationToken) =>
        List(
            accountId,
            mailbox => mailbox.Folders
                .Where(candidate => folder is null || candidate.Key == FolderName.Key(folder))
                .SelectMany(candidate => candidate.Messages.Values.Reverse()),
            cancellationToken);

    public ValueTask<MailboxMessage?> FindAsync(string accountId, string deliveryId, CancellationToken cancellationToken) =>
        Run(accountId, mailbox => mailbox.Find(deliveryId), cancellationToken);

    public ValueTask<MailboxMessage?> MoveAsync(string accountId, string deliveryId, MailboxMove move, CancellationToken cancellationToken) =>
        Run(accountId, mailbox => mailbox.Move(deliveryId, move, _time.GetUtcNow()), cancellationToken);

    public ValueTask<Stream?> OpenAsync(string accountId, string deliveryId, CancellationToken cancellationToken) =>
        Run<Stream?>(
            accountId,
            mailbox => mailbox.Blobs.TryGetValue(deliveryId, out var blob) ? new MemoryStream(blob, writable: false) : null,
            cancellationToken);

    public IAsyncEnumerable<DeliveryMark> ListMarksAsync(string accountId, QueueId queueId, CancellationToken cancellationToken) =>
        List(
            accountId,
            mailbox => mailbox.Marks.Values.Where(mark => mark.DeliveryId.StartsWith(queueId + "-", StringComparison.Ordinal)),
            cancellationToken);

    public ValueTask<int> PruneMarksAsync(string accountId, QueueId before, CancellationToken cancellationToken) =>
        Run(accountId, mailbox => mailbox.PruneMarks(before), cancellationToken);

    public IAsyncEnumerable<string> CheckAsync(string accountId, CancellationToken cancellationToken) =>
        List(accountId, mailbox => mailbox.Check(), cancellationToken);

    private ValueTask<T> Run<T>(string accountId, Func<InMemoryMailbox, T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(() => Mailbox(accountId).Locked(operation), cancellationToken);

    private IAsyncEnumerable<T> List<T>(
        string accountId, Func<InMemoryMailbox, IEnumerable<T>> rows, CancellationToken cancellationToken) =>
        Faults.List<T>(() => Mailbox(accountId).Locked(mailbox => rows(mailbox).ToList()), cancellationToken);

    private InMemoryMailbox Mailbox(string accountId) => _mailboxes.GetOrAdd(accountId, _ => new InMemoryMailbox());
}
