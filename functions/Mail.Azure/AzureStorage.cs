namespace Mail.Azure;

/// <summary>All ports on one storage account. Cheap to make; nothing is sent before the first use. One per process, for the caches.</summary>
public sealed class AzureStorage
{
    /// <exception cref="FormatException">The options do not name a storage account; the message says what to set.</exception>
    public AzureStorage(StorageOptions options)
        : this(StorageConnection.Open(options), options)
    {
    }

    public AzureStorage(StorageConnection connection, StorageOptions options)
    {
        var buffers = new BlockBuffers(options.BufferBytes);
        Spool = new AzureSpool(connection, buffers);
        Queues = new AzureWorkQueues(connection);
    }

    public AzureSpool Spool { get; }

    public AzureWorkQueues Queues { get; }
}
