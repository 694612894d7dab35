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
        job = (job with { Recipients = [] }).With(job.Recipients);
        while (!await _table.TryAddRowAsync(OutboundRow.Write(job), cancellationToken)
            && !await TryExtendAsync(job, cancellationToken))
        {
            // Changed or finished by somebody else between our reading and our writing: look again.
        }

        await PointAsync(job.Pointer, TimeSpan.Zero, cancellationToken);
    }

    public ValueTask PointAsync(OutboundPointer pointer, TimeSpan delay, CancellationToken cancellationToken) =>
        _queue.SendAsync(pointer.ToJson(), delay, cancellationToken);

    public async ValueTask<OutboundJob?> FindAsync(OutboundPointer pointer, CancellationToken cancellationToken)
    {
        var row = await _table.FindRowAsync(TableKey.Encode(pointer.Destination), TableKey.Encode(pointer.JobId), cancellationToken);
        return row is null ? null : OutboundRow.Read(row);
    }

    public async ValueTask<OutboundJob?> TryUpdateAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _table.UpdateEntityAsync(OutboundRow.Write(job), new ETag(job.Version), TableUpdateMode.Replace, cancellationToken)
                .Guarded(cancellationToken);
            return job with { Version = answer.Headers.ETag.ToString() ?? "" };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    public async ValueTask<bool> TryDeleteAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _table.DeleteEntityAsync(
                TableKey.Encode(job.Destination), TableKey.Encode(job.JobId), new ETag(job.Version), cancellationToken).Guarded(cancellationToken);
            return answer.Status != 404;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    public IAsyncEnumerable<OutboundJob> ListAsync(QueueId queueId, CancellationToken cancellationToken) =>
        ReadAsync(TableFilter.RowsBeginning(queueId + "-"), cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(string destination, CancellationToken cancellationToken) =>
        ReadAsync(TableFilter.Partition(TableKey.Encode(destination)), cancellationToken);

    public IAsyncEnumerable<OutboundJob> ListAsync(CancellationToken cancellationToken) => ReadAsync(filter: null, cancellationToken);

    /// <summary>Adds the recipients that the stored job lacks. False when the row was changed or removed in between.</summary>
    private async Task<bool> TryExtendAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        if (await FindAsync(job.Pointer, cancellationToken) is not { } stored)
        {
            return false;
        }

        var together = stored.With(job.Recipients);
        return ReferenceEquals(together, stored) || await TryUpdateAsync(together, cancellationToken) is not null;
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
