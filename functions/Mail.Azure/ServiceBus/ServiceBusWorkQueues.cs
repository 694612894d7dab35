using Azure.Identity;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>
/// The queue <c>outbound</c> on Service Bus, its dead letters as <c>outbound-poison</c>, and every other queue on the storage account.
/// </summary>
public sealed class ServiceBusWorkQueues : IWorkQueues, IDisposable
{
    private readonly IWorkQueues _others;
    private readonly ServiceBusConnection _connection;
    private readonly ServiceBusQueue _outbound;
    private readonly ServiceBusQueue _dead;

    public ServiceBusWorkQueues(ServiceBusOptions options, IWorkQueues others, TimeProvider time, ILoggerFactory loggers)
        : this(
            options,
            options.Key is { } key ? new SharedAccessTokens(key, time) : new EntraTokens(new DefaultAzureCredential()),
            others,
            time,
            loggers)
    {
    }

    /// <param name="tokens"><c>null</c> for a broker that wants none.</param>
    internal ServiceBusWorkQueues(
        ServiceBusOptions options, IServiceBusTokens? tokens, IWorkQueues others, TimeProvider time, ILoggerFactory loggers)
    {
        _others = others;
        _connection = new ServiceBusConnection(options, tokens, time, loggers.CreateLogger<ServiceBusConnection>());
        var logger = loggers.CreateLogger<ServiceBusQueue>();
        _outbound = new ServiceBusQueue(_connection, QueueNames.Outbound, QueueNames.Outbound, logger);
        _dead = new ServiceBusQueue(_connection, QueueNames.Poison(QueueNames.Outbound), QueueNames.Outbound + "/$DeadLetterQueue", logger);
    }

    public IWorkQueue Get(string name) => name == _outbound.Name ? _outbound : name == _dead.Name ? _dead : _others.Get(name);

    /// <summary>Gives back what is held, and closes the connection without waiting.</summary>
    public void Dispose()
    {
        _outbound.Dispose();
        _dead.Dispose();
        _connection.Dispose();
    }
}
