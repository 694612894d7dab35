using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>Jobs for other mail servers in table <c>Outbound</c>; the queue <c>outbound</c> has their keys. The row is written before the pointer.</summary>
public sealed partial class AzureOutboundQueue : IOutboundQueue
{
    private readonly TableClient _table;
    private readonly IWorkQueue _queue;
    private readonly ILogger _logger;

    internal AzureOutboundQueue(StorageConnection connection, IWorkQueues queues, ILogger<AzureOutboundQueue> logger)
    {
        _table = connection.Tables.GetTableClient("Outbound");
        _queue = queues.Get(QueueNames.Outbound);
        _logger = logger;
    }

    public async ValueTask EnqueueAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        job = job with { Recipients = [.. job.Recipients.Distinct()] };
        while (!await _table.TryAddRowAsync(OutboundRow.Write(job), cancellationToken)
            && !await TryExtendAsync(job, cancellationToken))
        {
            // Changed or finished by somebody else between our reading and our writing: look again.
        }

        await _queue.SendAsync(new OutboundPointer(job.Destination, job.JobId).ToJson(), TimeSpan.Zero, cancellationToken);
    }

    public IAsyncEnumerable<OutboundJob> ListAsync(QueueId queueId, CancellationToken cancellationToken) =>
        ReadAsync(TableFilter.RowsBeginning(queueId + "-"), cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(CancellationToken cancellationToken) => ReadAsync(filter: null, cancellationToken);

    /// <summary>Adds the recipients that the stored job lacks. False when the row was changed or removed in between.</summary>
    private async Task<bool> TryExtendAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        var row = OutboundRow.Write(job);
        if (await _table.FindRowAsync(row.PartitionKey, row.RowKey, cancellationToken) is not { } found)
        {
            return false;
        }

        var stored = OutboundRow.Read(found);
        var together = stored.Recipients.Union(job.Recipients).ToList();
        if (together.Count == stored.Recipients.Count)
        {
            return true;
        }

        try
        {
            await _table.UpdateEntityAsync(
                OutboundRow.Write(stored with { Recipients = together }), found.ETag, TableUpdateMode.Replace, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<OutboundJob> ReadAsync(string? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.RowsAsync(filter, cancellationToken))
        {
            if (TryRead(row) is { } job)
            {
                yield return job;
            }
        }
    }

    /// <summary>A spoiled row is reported and left out, so that the others can be seen.</summary>
    private OutboundJob? TryRead(TableEntity row)
    {
        try
        {
            return OutboundRow.Read(row);
        }
        catch (FormatException e)
        {
            BadRow(_logger, e.Message);
            return null;
        }
    }

    [LoggerMessage(4002, LogLevel.Error, "{Problem}")]
    private static partial void BadRow(ILogger logger, string problem);
}
