using System.Net.Sockets;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>Opens connections: TCP, greeting, TLS at the level asked for, AUTH.</summary>
internal sealed partial class SessionOpener(SenderOptions options, ISecrets? secrets, OAuthTokens tokens, TimeProvider time, ILogger logger)
{
    /// <exception cref="ConnectionLostException"/>
    /// <exception cref="HopRefusedException"/>
    /// <exception cref="TlsFailedException">TLS is required, and is not to be had.</exception>
    public async Task<SmtpSession> OpenAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var login = key.Credentials is null ? null : await RelayLogin.ReadAsync(key.Credentials, secrets, tokens, cancellationToken);
        try
        {
            return await OpenOnceAsync(key, login, failedBefore: null, cancellationToken);
        }
        catch (TlsFailedException e) when (key.Tls == TlsLevel.Opportunistic)
        {
            WithoutTls(logger, key.Hop.Host, key.Hop.Address.ToString(), e.Message);
            return await OpenOnceAsync(key with { Tls = TlsLevel.None }, login, e.Problem, cancellationToken);
        }
    }

    private async Task<SmtpSession> OpenOnceAsync(SessionKey key, RelayLogin? login, TlsProblem? failedBefore, CancellationToken cancellationToken)
    {
        var session = new SmtpSession(key, new SmtpChannel(await ConnectAsync(key.Hop, cancellationToken)), options, time.GetTimestamp())
        {
            FailedBefore = failedBefore,
        };
        try
        {
            await session.BeginAsync(cancellationToken);
            if (login is not null)
            {
                await LogInAsync(session, login, cancellationToken);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task LogInAsync(SmtpSession session, RelayLogin login, CancellationToken cancellationToken)
    {
        try
        {
            await session.AuthenticateAsync(login, cancellationToken);
        }
        catch (HopRefusedException e) when (e.Reply is not null && login.Grant is { } grant)
        {
            // It may have been taken back before its time.
            tokens.Forget(grant);
            throw;
        }
    }

    private async Task<NetworkStream> ConnectAsync(NextHop hop, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        try
        {
            // Fails where this machine has no IPv6, or no file left to open: another address may do, or a later attempt.
            socket = new Socket(hop.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(hop.EndPoint, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            // RFC 3463 §3.5: X.4.1 no answer from host.
            throw new ConnectionLostException($"connect to {hop.Host}: {(e is SocketException error ? error.Message : "timed out")}", "4.4.1", e);
        }
    }

    [LoggerMessage(341, LogLevel.Information, "TLS with {Host} [{Address}] failed ({Reason}): trying without")]
    private static partial void WithoutTls(ILogger logger, string host, string address, string reason);
}
