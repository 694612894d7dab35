using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// Connects to servers of remote mailboxes: to an address that was looked at before, and to no other, with TLS as the account asks. TLS is begun here and not
/// by the client library, so that nothing that came before it is heeded (CVE-2021-33515 and its like), and so that a certificate makes us ask nobody.
/// </summary>
internal sealed class RemoteConnector(IDnsResolver dns, FetchOptions options, TimeProvider time)
{
    // Addresses of one host that are tried.
    private const int MaxAddresses = 4;

    private readonly PublicAddresses _public = new(options.AllowedNetworks);

    /// <exception cref="RemoteMailboxException"/>
    public async Task<RemoteConnection> ConnectAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        var socket = await ConnectAnyAsync(account, await FindAsync(account, cancellationToken), cancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            if (account.Tls == RemoteTls.None)
            {
                return new RemoteConnection(new LimitedStream(stream, options, time), address, Tls: null);
            }

            var greeting = account.Tls == RemoteTls.StartTls ? await AskForTlsAsync(account, stream, cancellationToken) : default;
            var tls = await BeginTlsAsync(account, stream, cancellationToken);
            var limited = new LimitedStream(greeting.IsEmpty ? tls : new PrefixedStream(greeting, tls), options, time);
            return new RemoteConnection(limited, address, tls);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task<IReadOnlyList<IPAddress>> FindAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        if (options.OurNames.Contains(account.Host))
        {
            throw new RemoteMailboxException(RemoteFailure.Settings, $"{account.Host} is this site itself");
        }

        IReadOnlyList<IPAddress> found = IPAddress.TryParse(account.Host.Trim('[', ']'), out var literal) ? [literal] : await LookUpAsync(account.Host, cancellationToken);
        List<IPAddress> permitted = [.. found.Where(_public.Permits).Take(MaxAddresses)];
        return permitted.Count > 0 ? permitted : throw new RemoteMailboxException(
            RemoteFailure.Settings, $"{account.Host} has no public address, and its network is not among those that may be fetched from (MAIL_FETCH_NETWORKS)");
    }

    private async Task<IReadOnlyList<IPAddress>> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        var four = dns.QueryAsync(host, DnsType.A, cancellationToken).AsTask();
        var six = dns.QueryAsync(host, DnsType.Aaaa, cancellationToken).AsTask();
        DnsAnswer[] answers = [await four, await six];
        List<IPAddress> found = [.. answers.SelectMany(answer => answer.Records.OfType<DnsRecord.Address>()).Select(record => record.Value)];
        // A name that does not exist may be one of tomorrow: everything about it is temporary.
        return found.Count > 0 ? found : throw new RemoteMailboxException(RemoteFailure.Unreachable, $"the DNS has no address for {host}");
    }

    private async Task<Socket> ConnectAnyAsync(RemoteAccount account, IReadOnlyList<IPAddress> addresses, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.ConnectTimeout);
            try
            {
                await socket.ConnectAsync(addresses[i], account.EffectivePort, limit.Token);
                return socket;
            }
            catch (Exception e)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                if (i == addresses.Count - 1)
                {
                    var reason = e is SocketException error ? error.Message : "no answer in time";
                    throw new RemoteMailboxException(
                        RemoteFailure.Unreachable, string.Create(CultureInfo.InvariantCulture, $"no connection to {account.Host}:{account.EffectivePort}: {reason}"), e);
                }
            }
        }
    }

    /// <returns>The greeting, for whoever waits for it behind TLS.</returns>
    private async Task<ReadOnlyMemory<byte>> AskForTlsAsync(RemoteAccount account, NetworkStream stream, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.IdleTimeout);
        try
        {
            return await StartTlsDialog.RunAsync(account.Protocol, stream, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            var reason = e is IOException ? "breaks off" : "does not come to an end";
            throw new RemoteMailboxException(RemoteFailure.Unreachable, $"{account.Host} {reason} before TLS", e);
        }
    }

    private async Task<SslStream> BeginTlsAsync(RemoteAccount account, NetworkStream stream, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        var check = new RemoteCertificate(account.Fingerprint);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = account.Host.Trim('[', ']'),
                    // RFC 8996: the older ones are not to be used; those whose system still has them get no password.
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateChainPolicy = CertificateTrust.Policy(options.Authorities),
                    RemoteCertificateValidationCallback = check.Validate,
                },
                limit.Token);
            return tls;
        }
        catch (Exception e)
        {
            await tls.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw e is OperationCanceledException
                ? new RemoteMailboxException(RemoteFailure.Unreachable, $"{account.Host} does not finish TLS in time", e)
                : new RemoteMailboxException(RemoteFailure.Tls, $"no TLS with {account.Host}: {check.Problem ?? RemoteErrors.Innermost(e)}", e);
        }
    }
}
