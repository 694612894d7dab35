using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace Mail.Azure;

/// <summary>
/// One connection with one session, for as long as they last. The token is put on <c>$cbs</c> before any other link and renewed before it ends
/// (AMQP Claims-based Security 1.0).
/// </summary>
internal sealed class ServiceBusChannel : IDisposable
{
    private readonly ServiceBusOptions _options;
    private readonly Connection _connection;
    private readonly CancellationTokenSource _closed = new();
    private int _isDisposed;

    private ServiceBusChannel(ServiceBusOptions options, Connection connection)
    {
        _options = options;
        _connection = connection;
        Session = new Session(connection);
        Closed = _closed.Token;
    }

    public Session Session { get; }

    public bool IsOpen => _isDisposed == 0 && !_connection.IsClosed && !Session.IsClosed;

    /// <summary>Cancelled when we close.</summary>
    public CancellationToken Closed { get; }

    public static async Task<ServiceBusChannel> OpenAsync(ServiceBusOptions options, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory();
        factory.SASL.Profile = SaslProfile.Anonymous;
        // The system's choice of versions, 1.2 at least.
        factory.SSL.Protocols = System.Security.Authentication.SslProtocols.None;
        factory.SSL.CheckCertificateRevocation = false;
        factory.AMQP.ContainerId = $"mail-{Guid.NewGuid():N}";
        factory.AMQP.HostName = options.Endpoint.Host;
        // The broker closes a connection on which nothing comes for that long; the library sends empty frames before.
        factory.AMQP.IdleTimeout = 60_000;
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = new Address(options.Endpoint.Host, options.Endpoint.Port, null, null, "/", options.Endpoint.Scheme);
        var connecting = factory.CreateAsync(address, null, (_, _) => opened.TrySetResult());
        try
        {
            var connection = await connecting.WaitAsync(options.Timeout, cancellationToken);
            connection.AddClosedCallback((_, error) => opened.TrySetException(new AmqpException(
                error ?? new Error(ErrorCode.ConnectionForced) { Description = "the connection was closed" })));
            await opened.Task.WaitAsync(options.Timeout, cancellationToken);
            return new ServiceBusChannel(options, connection);
        }
        catch
        {
            // A connection that comes about after all is not left open.
            _ = connecting.ContinueWith(
                late => AmqpLinks.Close(late.Result),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
    }

    /// <exception cref="AmqpException">The token was refused.</exception>
    public async Task PutTokenAsync(string audience, ServiceBusToken token, CancellationToken cancellationToken)
    {
        var cbs = await AmqpRequests.OpenAsync(Session, "$cbs", _options.Timeout, cancellationToken);
        try
        {
            var answer = await cbs.AskAsync(
                new Message
                {
                    ApplicationProperties = new ApplicationProperties
                    {
                        ["operation"] = "put-token",
                        ["type"] = token.Type,
                        ["name"] = audience,
                        ["expiration"] = token.ExpiresAt.UtcDateTime,
                    },
                    BodySection = new AmqpValue { Value = token.Value },
                },
                cancellationToken);
            ThrowIfRefused(answer);
        }
        finally
        {
            cbs.Close();
        }
    }

    /// <summary>May be called again, and by several at once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _closed.Cancel();
            AmqpLinks.Close(_connection);
            _closed.Dispose();
        }
    }

    private static void ThrowIfRefused(AmqpAnswer answer)
    {
        if (answer.Status is 200 or 202)
        {
            return;
        }

        var condition = answer.Status switch
        {
            401 or 403 => ErrorCode.UnauthorizedAccess,
            404 => ErrorCode.NotFound,
            _ => ErrorCode.InternalError,
        };
        throw new AmqpException(new Error(new Symbol(condition)) { Description = $"the token was answered {answer.Status} {answer.Description}".TrimEnd() });
    }
}
