using System.IO.Pipelines;
using System.Net;
using Mail.Smtp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Mail.Gateway;

/// <summary>One connection from Kestrel: a session of the protocol, within the limits.</summary>
internal sealed class SmtpConnectionHandler(
    SmtpHosts hosts, ClientAddresses addresses, SessionRelief relief, Refusals refusals, SessionLimiter limiter, GatewayOptions options, SmtpServerOptions smtp,
    ServerTls tls, IHostApplicationLifetime lifetime, TimeProvider time, ILoggerFactory loggers) : ConnectionHandler
{
    private readonly ILogger _tlsLogger = loggers.CreateLogger<ServerTls>();
    private readonly ILogger<SmtpSession> _sessionLogger = loggers.CreateLogger<SmtpSession>();

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var client = addresses.Of(connection.RemoteEndPoint);
        // Before the handshake, so that half-open ones count, too.
        var entry = limiter.TryEnter(client);
        if (entry != Entry.Granted)
        {
            relief.Relieve();
            await RefuseAsync(connection, client, TooMany(entry));
            return;
        }

        relief.Relieve();
        GatewayMetrics.Sessions.Add(1);
        try
        {
            await RunAsync(connection, client, HostFor(connection));
        }
        finally
        {
            limiter.Leave(client);
            GatewayMetrics.Sessions.Add(-1);
        }
    }

    private ISmtpHost HostFor(ConnectionContext connection) => ListenerOf(connection).IsSubmission
        ? hosts.ForSubmission(connection.ConnectionClosed)
        : hosts.ForMail(connection.ConnectionClosed);

    private async Task RefuseAsync(ConnectionContext connection, IPAddress? client, Refusal refusal)
    {
        if (ListenerOf(connection).IsTlsFromStart)
        {
            // A word to the client would cost a handshake, which is what a flood is after.
            refusals.Answer(refusal, NewInfo(connection, client));
            return;
        }

        await RunAsync(connection, client, hosts.Refusing(refusal));
    }

    private async Task RunAsync(ConnectionContext connection, IPAddress? client, ISmtpHost host)
    {
        var info = NewInfo(connection, client);
        var open = new OpenSession(connection, info, options.TrustedNetworks.Contains(client), time);
        relief.Add(open);
        try
        {
            await RunAsync(connection, info, open, host);
        }
        finally
        {
            ClientFacts.End(info);
            relief.Remove(open);
        }
    }

    private async Task RunAsync(ConnectionContext connection, SmtpSessionInfo info, OpenSession open, ISmtpHost host)
    {
        if (await SecureAsync(connection, info) is not { } transport)
        {
            return;
        }

        var session = new SmtpSession(transport, info, host, smtp, time, _sessionLogger, options.HasTls ? tls : null);
        open.Begins(session);
        // Kestrel asks for the end when it stops listening; the host a moment earlier.
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, closing);
        await session.RunAsync(drain.Token);
    }

    /// <summary>What the session talks over; <c>null</c> when a handshake that comes first has failed.</summary>
    private async ValueTask<IDuplexPipe?> SecureAsync(ConnectionContext connection, SmtpSessionInfo info)
    {
        if (!ListenerOf(connection).IsTlsFromStart)
        {
            return connection.Transport;
        }

        switch (await SmtpTlsHandshake.RunAsync(tls, connection.Transport, smtp.TlsHandshakeTimeout, time, connection.ConnectionClosed))
        {
            case SmtpTlsResult.Secured secured:
                info.Tls = secured.Facts;
                return secured.Transport;
            case SmtpTlsResult.Failed failed:
                TlsLog.HandshakeFailed(_tlsLogger, info.Id, info.ClientAddress, failed.Reason);
                return null;
            default:
                throw new InvalidOperationException("A handshake succeeds or fails.");
        }
    }

    private SmtpSessionInfo NewInfo(ConnectionContext connection, IPAddress? client) => new()
    {
        Id = connection.ConnectionId,
        ClientAddress = client?.ToString(),
        IsSubmission = ListenerOf(connection).IsSubmission,
        MayImpersonate = !ListenerOf(connection).IsSubmission && options.XClientNetworks.Contains(client),
    };

    private static SmtpListener ListenerOf(ConnectionContext connection) =>
        connection.Features.Get<SmtpListener>() ?? throw new InvalidOperationException("The connection comes from no listener of ours.");

    private Refusal TooMany(Entry entry) => entry == Entry.TooMany
        ? new Refusal(GatewayReplies.TooManySessions, "too-many-sessions", $"{limiter.Sessions} sessions are open")
        : new Refusal(GatewayReplies.TooManyFromYou, "too-many-from-address", $"{limiter.Sessions} sessions are open");
}
