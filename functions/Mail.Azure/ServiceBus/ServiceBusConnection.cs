using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Azure;

/// <summary>
/// The process's connection to the namespace: opened when first needed, and again when it has gone. While the broker cannot be reached, tries
/// are spaced, and whoever asks in between is refused at once with the reason of the last failure.
/// </summary>
internal sealed partial class ServiceBusConnection(
    ServiceBusOptions options, IServiceBusTokens? tokens, TimeProvider time, ILogger<ServiceBusConnection> logger) : IDisposable
{
    /// <summary>A token is renewed when that much of its life is left at most, or when three quarters are over: whichever comes later.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private ServiceBusChannel? _channel;
    private TimeSpan _backOff;
    private DateTimeOffset _notBefore;
    private string _lastFailure = "";
    private volatile bool _isDisposed;

    public ServiceBusOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>What a token is for; it covers the queue's dead letters and its management, too.</summary>
    private string Audience => $"{options.Endpoint.Scheme}://{options.Endpoint.Host}/{QueueNames.Outbound}";

    /// <exception cref="StorageUnavailableException">No connection can be had now.</exception>
    public async Task<ServiceBusChannel> GetAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _channel is { IsOpen: true } opened ? opened : _channel = await OpenAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>
    /// Gives up a connection on which an answer did not come in time: it may be half open, and what is under way on its links is in doubt. What is
    /// locked on it comes again.
    /// </summary>
    public void Discard() => _channel?.Dispose();

    public void Dispose()
    {
        _isDisposed = true;
        _channel?.Dispose();
        _opening.Dispose();
    }

    private async Task<ServiceBusChannel> OpenAsync(CancellationToken cancellationToken)
    {
        _channel?.Dispose();
        _channel = null;
        if (time.GetUtcNow() < _notBefore)
        {
            throw new StorageUnavailableException($"{_lastFailure} Tried again in {(_notBefore - time.GetUtcNow()).TotalSeconds:0.#} s.");
        }

        ServiceBusChannel? channel = null;
        try
        {
            channel = await ServiceBusChannel.OpenAsync(options, cancellationToken);
            if (tokens is not null)
            {
                var token = await AuthorizeAsync(channel, tokens, cancellationToken);
                _ = RenewAsync(channel, tokens, token);
            }

            Connected(logger, options.Endpoint.Host);
            _backOff = TimeSpan.Zero;
            return channel;
        }
        catch (Exception e)
        {
            channel?.Dispose();
            if (!ServiceBusErrors.IsFailure(e, cancellationToken))
            {
                throw;
            }

            throw NotedFailure(e);
        }
    }

    private StorageUnavailableException NotedFailure(Exception error)
    {
        var failure = ServiceBusErrors.Unavailable(QueueNames.Outbound, error);
        _lastFailure = failure.Message;
        _backOff = _backOff == TimeSpan.Zero ? options.BackOff : TimeSpan.FromTicks(Math.Min(_backOff.Ticks * 2, options.LongestBackOff.Ticks));
        _notBefore = time.GetUtcNow() + _backOff;
        return failure;
    }

    private async Task<ServiceBusToken> AuthorizeAsync(ServiceBusChannel channel, IServiceBusTokens from, CancellationToken cancellationToken)
    {
        // The first token of an identity may take several round trips, and retries of its own.
        var token = await from.GetAsync(Audience, cancellationToken).WaitAsync(options.Timeout * 2, cancellationToken);
        await channel.PutTokenAsync(Audience, token, cancellationToken);
        return token;
    }

    /// <summary>Until the channel closes. A failure is tried again; when the token has ended, the broker closes the links and a new connection is made.</summary>
    private async Task RenewAsync(ServiceBusChannel channel, IServiceBusTokens from, ServiceBusToken token)
    {
        var closed = channel.Closed;
        try
        {
            var pause = PauseFor(token);
            while (channel.IsOpen)
            {
                await Task.Delay(pause, time, closed);
                try
                {
                    pause = PauseFor(await AuthorizeAsync(channel, from, closed));
                }
                catch (Exception e) when (ServiceBusErrors.IsFailure(e, closed))
                {
                    RenewalFailed(logger, ServiceBusErrors.Unavailable(QueueNames.Outbound, e).Message);
                    pause = options.LongestBackOff;
                }
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // Closed by us.
        }
    }

    private TimeSpan PauseFor(ServiceBusToken token)
    {
        var left = token.ExpiresAt - time.GetUtcNow();
        var pause = left - (left / 4 < Margin ? left / 4 : Margin);
        return pause > TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1);
    }

    [LoggerMessage(4100, LogLevel.Information, "Connected to Service Bus {Host}")]
    private static partial void Connected(ILogger logger, string host);

    [LoggerMessage(4101, LogLevel.Warning, "The token for Service Bus could not be renewed: {Reason}")]
    private static partial void RenewalFailed(ILogger logger, string reason);
}
