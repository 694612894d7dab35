using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Mail.Azure;

/// <summary>One pool of connections for all clients of the process.</summary>
internal static class StorageTransport
{
    // An account takes 20,000 requests per second; at 20 ms each that is 400 under way. SocketsHttpHandler sets no limit itself, but without
    // one a burst of deliveries would open a connection each.
    private const int MaxConnections = 512;

    /// <param name="inner">Takes the place of the network: for tests that lose requests and replies.</param>
    public static HttpPipelineTransport Create(HttpMessageHandler? inner) =>
        new HttpClientTransport(new HttpClient(inner ?? CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan });

    internal static SocketsHttpHandler CreateHandler() => new()
    {
        MaxConnectionsPerServer = MaxConnections,
        // Follow changes of the account's address, as a failover makes them.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        // Azurite closes an idle connection after 5 s; a request on one that is just being closed would cost a retry.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        AllowAutoRedirect = false,
    };

    /// <summary>What all three kinds of client have in common.</summary>
    public static T Configure<T>(this T options, StorageOptions settings, HttpPipelineTransport transport)
        where T : ClientOptions
    {
        options.Transport = transport;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = settings.MaxRetries;
        options.Retry.Delay = settings.RetryDelay;
        options.Retry.MaxDelay = settings.RetryDelay * 4;
        options.Retry.NetworkTimeout = settings.NetworkTimeout;
        // Nobody reads the client library's own events, and each request would pay for them. Ours are traced in the callers.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }
}
