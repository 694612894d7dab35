using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Copies the messages of a mailbox to a target, oldest first.</summary>
internal sealed class MailboxExporter(IMailboxStore mailboxes, string accountId)
{
    private const int AtOnce = 8;

    private readonly ConcurrentQueue<SkippedMessage> _skipped = [];
    private int _exported;
    private int _alreadyThere;

    public ExportReport Report => new(_exported, _alreadyThere, [.. _skipped.OrderBy(s => s.Position, StringComparer.Ordinal)]);

    /// <param name="folder"><c>null</c> for all.</param>
    public async Task<List<ExportEntry>> FindAsync(string? folder, CancellationToken cancellationToken)
    {
        var entries = await mailboxes
            .ListAsync(accountId, folder, cancellationToken)
            .Select(message => new ExportEntry(message.Id, message.Folder, message.Size, message.ReceivedAt, message.Flags))
            .ToListAsync(cancellationToken);
        entries.Reverse();
        return entries;
    }

    /// <param name="progress">Gets the bytes done with each message.</param>
    public Task ExportAsync(
        IEnumerable<ExportEntry> entries, IExportTarget target, Action<long> progress, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            entries,
            new ParallelOptions { MaxDegreeOfParallelism = target.IsParallel ? AtOnce : 1, CancellationToken = cancellationToken },
            async (entry, token) =>
            {
                await ExportAsync(entry, target, token);
                progress(entry.Size);
            });

    private async ValueTask ExportAsync(ExportEntry entry, IExportTarget target, CancellationToken cancellationToken)
    {
        if (!IsDeliveryId(entry.Id))
        {
            // A row that somebody has edited: its id would become part of a path.
            _skipped.Enqueue(new SkippedMessage($"{entry.Folder} {entry.Id}", "it is not a delivery id"));
            return;
        }

        await using var content = await mailboxes.OpenAsync(accountId, entry.Id, cancellationToken);
        if (content is null)
        {
            _skipped.Enqueue(new SkippedMessage($"{entry.Folder} {entry.Id}", "its blob is missing; see: mailctl check"));
        }
        else if (await target.WriteAsync(entry, content, cancellationToken))
        {
            Interlocked.Increment(ref _exported);
        }
        else
        {
            Interlocked.Increment(ref _alreadyThere);
        }
    }

    private static bool IsDeliveryId(string id) =>
        id.Length is > QueueId.Length + 1 and <= QueueId.Length + 11
        && id[QueueId.Length] == '-'
        && QueueId.TryParse(id[..QueueId.Length], out _)
        && id.AsSpan(QueueId.Length + 1).ContainsAnyExceptInRange('0', '9') is false;
}
