using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Mail.Azure;

/// <summary>The clients of one storage account, over one connection pool. Nothing is sent before the first use.</summary>
public sealed class StorageConnection
{
    private StorageConnection(BlobServiceClient blobs, QueueServiceClient queues, TableServiceClient tables)
    {
        Blobs = blobs;
        Queues = queues;
        Tables = tables;
    }

    internal BlobServiceClient Blobs { get; }

    internal QueueServiceClient Queues { get; }

    internal TableServiceClient Tables { get; }

    /// <param name="transport">Takes the place of the network: for tests that lose requests and replies. <c>null</c> for the network.</param>
    /// <exception cref="FormatException">The options do not name a storage account; the message says what to set.</exception>
    public static StorageConnection Open(StorageOptions options, HttpMessageHandler? transport = null)
    {
        options.Validate();
        var shared = StorageTransport.Create(transport);
        var blobOptions = new BlobClientOptions().Configure(options, shared);
        // Bodies are encoded by us, so that one undecodable message does not spoil a whole batch.
        var queueOptions = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }.Configure(options, shared);
        var tableOptions = new TableClientOptions().Configure(options, shared);

        if (!options.Connection.Contains("://", StringComparison.Ordinal) || options.Connection.Contains(';', StringComparison.Ordinal))
        {
            return FromConnectionString(options.Connection, blobOptions, queueOptions, tableOptions);
        }

        if (!StorageEndpoints.TryParse(options.Connection, out var endpoints, out var error))
        {
            throw Misconfigured(error);
        }

        TokenCredential identity = new DefaultAzureCredential();
        return new StorageConnection(
            new BlobServiceClient(endpoints.Blob, identity, blobOptions),
            new QueueServiceClient(endpoints.Queue, identity, queueOptions),
            new TableServiceClient(endpoints.Table, identity, tableOptions));
    }

    private static StorageConnection FromConnectionString(
        string text, BlobClientOptions blobOptions, QueueClientOptions queueOptions, TableClientOptions tableOptions)
    {
        try
        {
            return new StorageConnection(
                new BlobServiceClient(text, blobOptions),
                new QueueServiceClient(text, queueOptions),
                new TableServiceClient(text, tableOptions));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // The parser's message names the setting that is missing or wrong; it does not repeat the key.
            throw Misconfigured($"the connection string cannot be read ({e.Message})");
        }
    }

    private static FormatException Misconfigured(string reason) => new(
        $"{StorageOptions.Variable} does not name a storage account: {reason}. Set it to UseDevelopmentStorage=true (Azurite on its standard "
        + "ports), to a connection string as the portal shows under \"Access keys\", or to https://<account>.blob.core.windows.net to use the "
        + "identity of the process.");
}
