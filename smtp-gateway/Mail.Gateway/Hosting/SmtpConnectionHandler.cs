using System.Net;
using Mail.Core;
using Mail.Smtp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Mail.Gateway;

/// <summary>One connection from Kestrel: a session of the protocol, within the limits.</summary>
internal sealed class SmtpConnectionHandler(
    AccessPolicy access, RecipientPolicy recipients, Refusals refusals, ISpool spool, Acceptor acceptor, SpoolHealth health,
    SessionLimiter limiter, GatewayOptions options, SmtpServerOptions smtp, IHostApplicationLifetime lifetime, TimeProvider time,
    ILoggerFactory loggers) : ConnectionHandler
{
    private readonly ILogger<SmtpHost> _hostLogger = loggers.CreateLogger<SmtpHost>();
    private readonly ILogger<SmtpSession> _sessionLogger = loggers.CreateLogger<SmtpSession>();

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var client = ClientAddress(connection);
        var entry = limiter.TryEnter(client);
        if (entry != Entry.Granted)
        {
            await RunAsync(connection, client, new RefusingHost(refusals, TooMany(entry)));
            return;
        }

        GatewayMetrics.Sessions.Add(1);
        try
        {
            await RunAsync(
                connection,
                client,
                new SmtpHost(access, recipients, refusals, spool, acceptor, health, options, time, _hostLogger, connection.ConnectionClosed));
        }
        finally
        {
            limiter.Leave(client);
            GatewayMetrics.Sessions.Add(-1);
        }
    }

    private async Task RunAsync(ConnectionContext connection, IPAddress? client, ISmtpHost host)
    {
        var info = new SmtpSessionInfo { Id = connection.ConnectionId, ClientAddress = client?.ToString() };
        var session = new SmtpSession(connection.Transport, info, host, smtp, time, _sessionLogger);
        // Kestrel asks for the end when it stops listening; the host a moment earlier.
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, closing);
        await session.RunAsync(drain.Token);
    }

    private Refusal TooMany(Entry entry) => entry == Entry.TooMany
        ? new Refusal(GatewayReplies.TooManySessions, "too-many-sessions", $"{limiter.Sessions} sessions are open")
        : new Refusal(GatewayReplies.TooManyFromYou, "too-many-from-address", $"{limiter.Sessions} sessions are open");

    private static IPAddress? ClientAddress(ConnectionContext connection) => connection.RemoteEndPoint switch
    {
        // A socket that listens on :: sees IPv4 clients as ::ffff:192.0.2.1.
        IPEndPoint { Address: { IsIPv4MappedToIPv6: true } mapped } => mapped.MapToIPv4(),
        IPEndPoint { Address: var address } => address,
        _ => null,
    };
}
