using System.Net;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Finds out who really sent a message. Whatever the sender and the DNS do is a value; only cancellation and a broken stream are thrown.</summary>
public sealed class SenderAuthenticator(IDnsResolver dns, TimeProvider time) : ISignatureVerifier
{
    private static readonly SpfVerdict NoSpf = new(AuthenticationResult.None);

    private readonly SpfChecker _spf = new(dns, time);
    private readonly IpRevChecker _ipRev = new(dns, time);
    private readonly SignatureVerifier _signatures = new(dns, time);
    private readonly DmarcEvaluator _dmarc = new(dns, time);

    public async ValueTask<AuthenticationVerdict> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
    {
        var client = request.ClientAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : request.ClientAddress;
        var helo = client is null ? NoSpf : await CheckHeloAsync(request, client, cancellationToken);
        var verdict = new AuthenticationVerdict
        {
            Spf = client is null || request.ReversePath.Length == 0 ? helo : await CheckSpfAsync(request, client, request.ReversePath, cancellationToken),
            SpfHelo = helo,
            IpRev = client is null ? new IpRevVerdict(AuthenticationResult.None) : await _ipRev.CheckAsync(client, cancellationToken),
            Dkim = [],
            Arc = new ArcVerdict(AuthenticationResult.None),
            Dmarc = new DmarcVerdict(AuthenticationResult.None),
        };
        return request.Content is null ? verdict : await AuthenticateAsync(verdict, request, request.Content, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<SignatureFindings?> VerifyAsync(Stream content, CancellationToken cancellationToken)
    {
        if (HeaderBlock.Read(content) is not { } header)
        {
            return null;
        }

        var found = await _signatures.VerifyAsync(header, content, time.GetUtcNow(), cancellationToken);
        var isKnown = found.Arc.Result != AuthenticationResult.TempError && found.Dkim.All(signature => signature.Result != AuthenticationResult.TempError);
        return isKnown
            ? new SignatureFindings(
                string.Join(";\r\n\t", AuthenticationResultsField.Signatures(found.Dkim, found.Arc)),
                found.Arc.Result.ToString().ToLowerInvariant())
            : null;
    }

    private async ValueTask<AuthenticationVerdict> AuthenticateAsync(
        AuthenticationVerdict verdict, AuthenticationRequest request, Stream content, CancellationToken cancellationToken)
    {
        if (HeaderBlock.Read(content) is not { } header)
        {
            return verdict with { Dmarc = new DmarcVerdict(AuthenticationResult.PermError) { Reason = "the header is too large" } };
        }

        var found = await _signatures.VerifyAsync(header, content, request.ArrivedAt ?? time.GetUtcNow(), cancellationToken);
        string? Trusted(string author) => found.Arc.Result == AuthenticationResult.Pass
            ? TrustedSealers.Find(found.Sets, found.Arc.Sealers, request.TrustedSealers, author)
            : null;
        var dmarc = await _dmarc.EvaluateAsync(header, verdict.Spf, found.Dkim, Trusted, cancellationToken);
        return verdict with
        {
            Dkim = found.Dkim,
            Arc = found.Arc with { TrustedSealer = dmarc.Domain is { } author ? Trusted(author) : null },
            Dmarc = dmarc,
        };
    }

    /// <summary>RFC 7208 §2.3.</summary>
    private async ValueTask<SpfVerdict> CheckHeloAsync(AuthenticationRequest request, IPAddress client, CancellationToken cancellationToken) =>
        request.Helo is { Length: > 0 } helo ? await CheckSpfAsync(request, client, "postmaster@" + helo, cancellationToken) : NoSpf;

    private ValueTask<SpfVerdict> CheckSpfAsync(AuthenticationRequest request, IPAddress client, string sender, CancellationToken cancellationToken) =>
        _spf.CheckAsync(new SpfQuestion(client, sender, request.Helo ?? "", request.HostName), cancellationToken);
}
