using System.Net;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Finds out who really sent a message. Whatever the sender and the DNS do is a value; only cancellation and a broken stream are thrown.</summary>
public sealed class SenderAuthenticator(IDnsResolver dns, TimeProvider time)
{
    private static readonly SpfVerdict NoSpf = new(AuthenticationResult.None);

    private readonly SpfChecker _spf = new(dns, time);
    private readonly IpRevChecker _ipRev = new(dns);

    public async ValueTask<AuthenticationVerdict> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
    {
        var client = request.ClientAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : request.ClientAddress;
        var helo = client is null ? NoSpf : await CheckHeloAsync(request, client, cancellationToken);
        var mailFrom = client is null || request.ReversePath.Length == 0 ? helo : await CheckSpfAsync(request, client, request.ReversePath, cancellationToken);
        return new AuthenticationVerdict
        {
            Spf = mailFrom,
            SpfHelo = helo,
            IpRev = client is null ? new IpRevVerdict(AuthenticationResult.None) : await _ipRev.CheckAsync(client, cancellationToken),
            Dkim = [],
            Arc = new ArcVerdict(AuthenticationResult.None),
            Dmarc = new DmarcVerdict(AuthenticationResult.None),
        };
    }

    /// <summary>RFC 7208 §2.3.</summary>
    private async ValueTask<SpfVerdict> CheckHeloAsync(AuthenticationRequest request, IPAddress client, CancellationToken cancellationToken) =>
        request.Helo is { Length: > 0 } helo ? await CheckSpfAsync(request, client, "postmaster@" + helo, cancellationToken) : NoSpf;

    private ValueTask<SpfVerdict> CheckSpfAsync(AuthenticationRequest request, IPAddress client, string sender, CancellationToken cancellationToken) =>
        _spf.CheckAsync(new SpfQuestion(client, sender, request.Helo ?? "", request.HostName), cancellationToken);
}
