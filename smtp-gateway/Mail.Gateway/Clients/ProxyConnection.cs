using System.Net;
using Mail.Smtp;
using Microsoft.AspNetCore.Connections;

namespace Mail.Gateway;

/// <summary>
/// Takes the PROXY header off connections from the operator's proxies, before TLS and before any word of SMTP, so that all behind it see the
/// real client. From those networks the header is required, as with Postfix's <c>smtpd_upstream_proxy_protocol</c>; from anywhere else it is never
/// looked for, and a client that sends one is told that it is no command.
/// </summary>
internal sealed class ProxyConnection(GatewayOptions options, TimeProvider time, ILogger<ProxyConnection> logger)
{
    // Postfix's smtpd_upstream_proxy_timeout. A proxy sends the header with the first packet.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A middleware for listeners.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) =>
        connection => connection.RemoteEndPoint is IPEndPoint { Address: var proxy } && options.ProxyNetworks.Contains(proxy)
            ? RunAsync(connection, proxy, next)
            : next(connection);

    private async Task RunAsync(ConnectionContext connection, IPAddress proxy, ConnectionDelegate next)
    {
        if (await ReadAsync(connection) is { } header)
        {
            connection.RemoteEndPoint = header.Source;
            connection.LocalEndPoint = header.Destination;
            await next(connection);
        }
        else
        {
            // Nothing can be said: whether the other side speaks SMTP or TLS is not known.
            ClientsLog.NoProxyHeader(logger, proxy);
        }
    }

    private async Task<ProxyHeader?> ReadAsync(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, connection.ConnectionClosed);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(limit.Token);
                var outcome = ProxyHeaderParser.TryParse(result.Buffer, out var consumed, out var header);
                input.AdvanceTo(consumed, outcome == ProxyHeaderResult.NeedMore ? result.Buffer.End : consumed);
                if (outcome != ProxyHeaderResult.NeedMore || result.IsCompleted)
                {
                    return header;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // Too slow, or gone: there is no header.
            return null;
        }
    }
}
