namespace Mail.Azure;

/// <summary>How to reach the storage account, and how patiently. The defaults are for production and for Azurite alike.</summary>
public sealed record StorageOptions
{
    /// <summary>The environment variable that <see cref="FromEnvironment"/> reads.</summary>
    public const string Variable = "MAIL_STORAGE";

    /// <summary>
    /// <c>UseDevelopmentStorage=true</c> for an Azurite on its standard ports, a connection string, or an account URL such as
    /// <c>https://myaccount.blob.core.windows.net</c>, which is used with the identity of the process (Microsoft Entra), without a key.
    /// </summary>
    public string Connection { get; init; } = "UseDevelopmentStorage=true";

    /// <summary>Where the queue <c>outbound</c> is; <c>null</c>, the default, for the storage account.</summary>
    public ServiceBusOptions? OutboundServiceBus { get; init; }

    /// <summary>
    /// For one attempt at one request; for the body of a download, between two reads. A healthy account answers in 10 to 100 ms, and a
    /// mebibyte, the most that one request carries, takes 6 s at 1.4 Mbit/s.
    /// </summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Further attempts of one request. With <see cref="NetworkTimeout"/> and <see cref="RetryDelay"/> an operation fails after at most
    /// 3 × 6 s + 0.4 s + 0.8 s, under 20 s, because an SMTP client waits for it; what has to go on for longer is done by the client's own
    /// retry after our 451, and by the redelivery of the queue.
    /// </summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>Before the first further attempt; doubled for the next.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// Bytes that all messages being written at once may hold in large buffers. 64 MiB let 64 writers have a full block each; more than that
    /// write in smaller blocks. See <c>BlockBuffers</c>.
    /// </summary>
    public int BufferBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long a row of the directory or a folder is believed. A change has to be in force within 10 s; 8 s leave 2 s for the request.
    /// </summary>
    public TimeSpan CacheTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The defaults with <see cref="Connection"/> from <c>MAIL_STORAGE</c>, if that is set, and <see cref="OutboundServiceBus"/> from
    /// <c>MAIL_OUTBOUND_QUEUE</c> and <c>MAIL_SERVICEBUS</c>.
    /// </summary>
    /// <exception cref="FormatException">A setting cannot be used; the message says what to set.</exception>
    public static StorageOptions FromEnvironment()
    {
        var options = new StorageOptions { OutboundServiceBus = ServiceBusOptions.FromEnvironment() };
        return Environment.GetEnvironmentVariable(Variable) is { } value && !string.IsNullOrWhiteSpace(value)
            ? options with { Connection = value.Trim() }
            : options;
    }

    /// <exception cref="FormatException">A value is out of range; the message says which and what is allowed.</exception>
    internal void Validate()
    {
        Require(NetworkTimeout > TimeSpan.Zero, nameof(NetworkTimeout), "more than zero");
        Require(MaxRetries is >= 0 and <= 10, nameof(MaxRetries), "0 to 10");
        Require(RetryDelay >= TimeSpan.Zero, nameof(RetryDelay), "zero or more");
        Require(BufferBytes >= 0, nameof(BufferBytes), "0 or more bytes");
        Require(CacheTime >= TimeSpan.Zero && CacheTime < TimeSpan.FromSeconds(10), nameof(CacheTime), "less than 10 s");
    }

    private static void Require(bool holds, string name, string allowed)
    {
        if (!holds)
        {
            throw new FormatException($"StorageOptions.{name} has to be {allowed}.");
        }
    }
}
