using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>
/// Puts messages from files into a mailbox. The id of an imported message is made from its content and folder, so that the same import run
/// again, after an interruption or by mistake, brings nothing twice.
/// </summary>
internal sealed class MailboxImporter(IMailboxStore mailboxes, TimeProvider time, AccountEntry account, string? rootFolder)
{
    /// <summary>Deliveries under way at once: the store commits those of one mailbox together.</summary>
    private const int AtOnce = 8;

    /// <summary>How many skipped messages are remembered one by one; a file of another kind may have millions.</summary>
    private const int MaxSkipped = 10_000;

    private readonly ConcurrentDictionary<string, Lazy<Task<HashSet<string>>>> _present = new();
    private readonly ConcurrentQueue<SkippedMessage> _skipped = [];
    private int _imported;
    private int _alreadyThere;
    private volatile bool _full;

    /// <summary>What was done so far: good at any time.</summary>
    public ImportReport Report => new(_imported, _alreadyThere, [.. _skipped.OrderBy(s => s.Position, StringComparer.Ordinal)], _full);

    /// <param name="progress">Gets the bytes of the source done with each message.</param>
    public Task ImportAsync(IAsyncEnumerable<ImportItem> items, Action<long> progress, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            UntilFullAsync(items, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                await using (item)
                {
                    await ImportAsync(item, token);
                    progress(item.SourceBytes);
                }
            });

    private async IAsyncEnumerable<ImportItem> UntilFullAsync(
        IAsyncEnumerable<ImportItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            if (_full)
            {
                await item.DisposeAsync();
                yield break;
            }

            yield return item;
        }
    }

    /// <summary>One message, which stays the caller's to dispose.</summary>
    public async ValueTask ImportAsync(ImportItem item, CancellationToken cancellationToken)
    {
        if (item.Message is not { } message)
        {
            Skip(item.Position, item.Problem ?? "it could not be read");
            return;
        }

        var content = message.Content();
        var summary = MessageSummarizer.Summarize(content, cancellationToken);
        var folder = FolderOf(item);
        var id = await DeliveryIdAsync(folder, summary, content, cancellationToken);
        if ((await PresentAsync(folder, cancellationToken)).Contains(id))
        {
            Interlocked.Increment(ref _alreadyThere);
            return;
        }

        // Ctrl-C stops the import between two messages: one half delivered would leave a blob that no index row names until the next run.
        Count(await mailboxes.DeliverAsync(ToDelivery(item, folder, id, summary, content), CancellationToken.None));
    }

    private MailboxDelivery ToDelivery(ImportItem item, string folder, string id, MessageSummary summary, Stream content) => new()
    {
        AccountId = account.AccountId,
        DeliveryId = id,
        Folder = folder,
        PrependedFields = ReadOnlyMemory<byte>.Empty,
        Content = content,
        Summary = summary,
        Decision = new DecisionRecord
        {
            Route = [$"import into {account.Address}"],
            Screen = "not screened: import",
            Sort = $"{folder}: import",
        },
        ReceivedAt = Plausible(item.ReceivedAt) ?? Plausible(summary.Date) ?? time.GetUtcNow(),
        Flags = item.Flags,
        QuotaBytes = account.QuotaBytes,
    };

    /// <summary>A time from a file; <c>null</c> when there was no mail yet: a clock that was not set, or an attempt at the limits of a table's column.</summary>
    private static DateTimeOffset? Plausible(DateTimeOffset? when) => when > DateTimeOffset.UnixEpoch ? when : null;

    private void Count(DeliveryOutcome outcome)
    {
        switch (outcome.Status)
        {
            case DeliveryStatus.Delivered:
                Interlocked.Increment(ref _imported);
                break;
            case DeliveryStatus.AlreadyDelivered:
                Interlocked.Increment(ref _alreadyThere);
                break;
            case DeliveryStatus.OverQuota:
                _full = true;
                break;
        }
    }

    /// <summary>Notes what could not be imported.</summary>
    public void Skip(string position, string reason)
    {
        if (_skipped.Count < MaxSkipped)
        {
            _skipped.Enqueue(new SkippedMessage(position, reason));
        }
    }

    private string FolderOf(ImportItem item) => (rootFolder, item.Folder) switch
    {
        (null, null) => FolderName.Inbox,
        ({ } root, null) => root,
        (null, { } sub) => sub,
        ({ } root, { } sub) => $"{root}/{sub}",
    };

    /// <summary>
    /// A queue id derived from what is imported: the Date field for its time, SHA-256 of folder and content for the rest. No clock is in it,
    /// and nothing of where the message was found.
    /// </summary>
    private static async ValueTask<string> DeliveryIdAsync(
        string folder, MessageSummary summary, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FolderName.Key(folder) + "\0"));
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        content.Position = 0;
        return $"{QueueId.Derive(Plausible(summary.Date) ?? DateTimeOffset.UnixEpoch, hash.GetHashAndReset())}-1";
    }

    /// <summary>
    /// What the folder holds. The store's own delivery marks are not enough: it forgets those of old messages after a while, and an imported
    /// message is old from the start.
    /// </summary>
    private Task<HashSet<string>> PresentAsync(string folder, CancellationToken cancellationToken) =>
        _present.GetOrAdd(
            FolderName.Key(folder),
            key => new Lazy<Task<HashSet<string>>>(() => mailboxes
                .ListAsync(account.AccountId, key, cancellationToken)
                .Select(message => message.Id)
                .ToHashSetAsync(comparer: StringComparer.Ordinal, cancellationToken)
                .AsTask())).Value;
}
