using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Mail.Core;

namespace Mail.Transport;

/// <summary>
/// HTTPS to hosts that strangers name: only to public addresses, which are the ones that are then connected to; no redirects, no proxy, no cookies, and no
/// more of an answer than the limit.
/// </summary>
public sealed class PublicWeb : IDisposable
{
    // Addresses of one host that are tried.
    private const int MaxAddresses = 4;

    private readonly IDnsResolver _dns;
    private readonly PublicAddresses _public;
    private readonly WebOptions _options;
    private readonly HttpClient _client;

    public PublicWeb(IDnsResolver dns, WebOptions options)
    {
        options.Validate();
        (_dns, _options, _public) = (dns, options, new PublicAddresses(options.AllowedNetworks));
        _client = new HttpClient(NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <param name="maxOctets">Of the body.</param>
    /// <exception cref="HttpRequestException">No answer, or one that is too long. <see cref="HttpRequestException.HttpRequestError"/> says whether TLS failed.</exception>
    /// <exception cref="TimeoutException"/>
    public async Task<WebAnswer> SendAsync(HttpRequestMessage request, int maxOctets, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { Scheme: "https" })
        {
            throw new HttpRequestException("no URL of https");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new WebAnswer(
                response.StatusCode, response.Content.Headers.ContentType?.MediaType, await ReadAsync(response.Content, maxOctets, limit.Token));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.RequestUri.IdnHost} does not answer in time", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"{request.RequestUri.IdnHost} breaks off its answer", e);
        }
    }

    public void Dispose() => _client.Dispose();

    private SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        // Nothing that was refused is read to its end.
        MaxResponseDrainSize = 0,
        // A policy is fetched once a day.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = async (context, token) => await ConnectAsync(context.DnsEndPoint, token),
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = CertificateTrust.Policy(_options.Authorities),
            RemoteCertificateValidationCallback = (sender, certificate, _, errors) =>
                errors == SslPolicyErrors.None && HasName(certificate, ((SslStream)sender).TargetHostName),
        },
    };

    // RFC 8461 §3.3: a DNS name among the subject's alternative names, not its common name.
    private static bool HasName(X509Certificate? certificate, string name) =>
        certificate is X509Certificate2 known && known.MatchesHostname(name, allowWildcards: true, allowCommonName: false);

    private async Task<NetworkStream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var addresses = (await FindAsync(host.Host, cancellationToken)).Where(_public.Permits).Take(MaxAddresses).ToList();
        if (addresses.Count == 0)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"{host.Host} has no public address");
        }

        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], host.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < addresses.Count - 1)
            {
                // The next address may be reached.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task<IEnumerable<IPAddress>> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return [literal];
        }

        var four = _dns.QueryAsync(host, DnsType.A, cancellationToken).AsTask();
        var six = _dns.QueryAsync(host, DnsType.Aaaa, cancellationToken).AsTask();
        DnsAnswer[] answers = [await four, await six];
        return answers.SelectMany(answer => answer.Records.OfType<DnsRecord.Address>()).Select(record => record.Value);
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, int maxOctets, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[maxOctets + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= maxOctets ? buffer[..length] : throw new HttpRequestException("an answer that is too long");
    }
}
