using Azure;
using Azure.Storage.Blobs.Models;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// What is stored, as it is stored, for a backup and for putting one back: rows and blobs without what they mean. Queues are left out: they hold pointers only,
/// which the sweep makes anew from rows and blobs.
/// </summary>
public sealed class StorageContents
{
    /// <summary>What the Functions host and azd keep in the same account.</summary>
    private static readonly string[] Foreign = ["azure-webjobs-", "app-package", "scm-", "$", "AzureFunctions", "AzureWebJobs"];

    private readonly StorageConnection _connection;

    /// <exception cref="FormatException">The options do not name a storage account; the message says what to set.</exception>
    public StorageContents(StorageOptions options) => _connection = StorageConnection.Open(options);

    /// <summary>The names of all tables, in order.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellationToken) =>
        await _connection.Tables.QueryAsync((string?)null, cancellationToken: cancellationToken).Guarded(cancellationToken)
            .Select(table => table.Name)
            .Where(IsOurs)
            .Order(StringComparer.Ordinal)
            .ToListAsync(cancellationToken);

    /// <summary>The names of all containers, in order.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<IReadOnlyList<string>> ContainersAsync(CancellationToken cancellationToken) =>
        await _connection.Blobs.GetBlobContainersAsync(cancellationToken: cancellationToken).Guarded(cancellationToken)
            .Select(container => container.Name)
            .Where(IsOurs)
            .Order(StringComparer.Ordinal)
            .ToListAsync(cancellationToken);

    /// <summary>All rows of a table, each a line of JSON; see <see cref="TableRowJson"/>. None when there is no such table.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public IAsyncEnumerable<string> RowsAsync(string table, CancellationToken cancellationToken) =>
        _connection.Tables.GetTableClient(table).RowsAsync(filter: null, cancellationToken).Select(TableRowJson.Write);

    /// <summary>Writes rows as <see cref="RowsAsync"/> gives them, over what is there of the same key. Gives how many.</summary>
    /// <exception cref="FormatException">A line is no such row; nothing of it and of its batch was written.</exception>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<int> WriteRowsAsync(string table, IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var client = _connection.Tables.GetTableClient(table);
        await client.CreateIfNotExistsAsync(cancellationToken).Guarded(cancellationToken);
        var batch = new RowBatch(client);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            await batch.AddAsync(TableRowJson.Read(line), line.Length, cancellationToken);
        }

        await batch.FlushAsync(cancellationToken);
        return batch.Written;
    }

    /// <summary>All blobs of a container, in the order of their names. None when there is no such container.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public IAsyncEnumerable<ListedBlob> BlobsAsync(string container, CancellationToken cancellationToken) =>
        _connection.Blobs.GetBlobContainerClient(container).GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, cancellationToken)
            .EmptyWhenMissing(cancellationToken)
            .Select(blob => new ListedBlob(
                blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.ETag?.ToString() ?? "", blob.Properties.ContentType, blob.Metadata.AsReadOnly()));

    /// <summary>A blob as it is now; <c>null</c> when it is gone.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<ListedBlob?> FindBlobAsync(string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties found = await _connection.Blobs.GetBlobContainerClient(container).GetBlobClient(name)
                .GetPropertiesAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
            return new ListedBlob(name, found.ContentLength, found.ETag.ToString(), found.ContentType, found.Metadata.AsReadOnly());
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Copies the content of a blob as it was listed. False when it is gone, or another by now.</summary>
    /// <exception cref="StorageUnavailableException">It broke off: what was written to the stream is not whole.</exception>
    public async Task<bool> TryReadBlobAsync(string container, ListedBlob blob, Stream destination, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = new ETag(blob.Version) } };
        try
        {
            BlobDownloadStreamingResult found = await _connection.Blobs.GetBlobContainerClient(container).GetBlobClient(blob.Name)
                .DownloadStreamingAsync(options, cancellationToken).Guarded(cancellationToken);
            using var download = found;
            await CopyAsync(download, destination, cancellationToken).Guarded(cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Writes a blob over what is there of the same name.</summary>
    /// <param name="content">From its position to its end; has to be seekable, as a request may be repeated.</param>
    /// <exception cref="StorageUnavailableException"/>
    public async Task WriteBlobAsync(string container, ListedBlob blob, Stream content, CancellationToken cancellationToken)
    {
        var client = _connection.Blobs.GetBlobContainerClient(container);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = blob.ContentType },
            Metadata = blob.Metadata.ToDictionary(),
        };
        try
        {
            await client.GetBlobClient(blob.Name).UploadAsync(content, options, cancellationToken).Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
            content.Position = 0;
            await client.GetBlobClient(blob.Name).UploadAsync(content, options, cancellationToken).Guarded(cancellationToken);
        }
    }

    /// <summary>Removes the rows of a table that are not among the given ones. Gives how many.</summary>
    /// <param name="lines">As <see cref="RowsAsync"/> gives them.</param>
    /// <exception cref="FormatException">A line is no row; nothing was removed.</exception>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<int> RemoveRowsButAsync(string table, IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var kept = await lines.Select(TableRowJson.Read).Select(row => (row.PartitionKey, row.RowKey)).ToHashSetAsync(cancellationToken: cancellationToken);
        var client = _connection.Tables.GetTableClient(table);
        var (removed, partition, rows) = (0, "", new List<string>());
        await foreach (var row in client.RowsAsync(filter: null, cancellationToken, ["PartitionKey", "RowKey"]).Where(row => !kept.Contains((row.PartitionKey, row.RowKey))))
        {
            if (row.PartitionKey != partition || rows.Count == TableRows.MaxActions)
            {
                removed += await client.DeleteRowsAsync(partition, rows, cancellationToken);
                (partition, rows) = (row.PartitionKey, []);
            }

            rows.Add(row.RowKey);
        }

        return removed + await client.DeleteRowsAsync(partition, rows, cancellationToken);
    }

    /// <summary>Removes the blobs of a container that do not have one of the given names. Gives how many.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<int> RemoveBlobsButAsync(string container, IAsyncEnumerable<string> names, CancellationToken cancellationToken)
    {
        var kept = await names.ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        var client = _connection.Blobs.GetBlobContainerClient(container);
        var removed = 0;
        await foreach (var blob in BlobsAsync(container, cancellationToken).Where(blob => !kept.Contains(blob.Name)))
        {
            removed += await client.DeleteBlobIfExistsAsync(blob.Name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken).Guarded(cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    private static async Task CopyAsync(BlobDownloadStreamingResult download, Stream destination, CancellationToken cancellationToken)
    {
        var before = destination.Position;
        await download.Content.CopyToAsync(destination, cancellationToken);
        // A connection that ends early must not pass for a short blob.
        if (destination.Position - before != download.Details.ContentLength)
        {
            throw new EndOfStreamException($"The download ended after {destination.Position - before} of {download.Details.ContentLength} bytes.");
        }
    }

    private static bool IsOurs(string name) => !Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
