using System.Net;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Finds out who really sent a message. Whatever the sender and the DNS do is a value; only cancellation and a broken stream are thrown.</summary>
public sealed class SenderAuthenticator(IDnsResolver dns, TimeProvider time) : ISignatureVerifier
{
    // As SPF: RFC 7208 §4.6.4.
    private static readonly TimeSpan KeyPatience = TimeSpan.FromSeconds(20);

    private static readonly SpfVerdict NoSpf = new(AuthenticationResult.None);

    private readonly SpfChecker _spf = new(dns, time);
    private readonly IpRevChecker _ipRev = new(dns, time);
    private readonly SignatureVerifier _signatures = new(dns, time);
    private readonly DmarcEvaluator _dmarc = new(dns, time);

    public async ValueTask<AuthenticationVerdict> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
    {
        var client = request.ClientAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : request.ClientAddress;
        var header = request.Content is null ? null : HeaderBlock.Read(request.Content);
        // Side by side: a sender whose servers take their time over one of them delays none of the others, and all have the same time.
        var helo = CheckHeloAsync(request, client, cancellationToken);
        var spf = request.ReversePath.Length == 0 ? helo : CheckSpfAsync(request, client, request.ReversePath, cancellationToken);
        var ipRev = CheckIpRevAsync(request, client, cancellationToken);
        var signatures = VerifyAsync(request, header, cancellationToken);
        var authors = header is null ? Task.FromResult<IReadOnlyList<(string, DmarcPublished)>>([]) : _dmarc.FindAsync(header, request.Patience, cancellationToken);
        await Task.WhenAll(helo, spf, ipRev, signatures, authors);
        var found = await signatures;
        var verdict = new AuthenticationVerdict
        {
            Spf = await spf,
            SpfHelo = await helo,
            IpRev = await ipRev,
            Dkim = found.Dkim,
            Arc = found.Arc,
            Dmarc = new DmarcVerdict(AuthenticationResult.None),
        };
        return request.Content is null ? verdict
            : header is null ? verdict with { Dmarc = DmarcVerdict.Unreadable("the header is too large") }
            : Evaluate(verdict, found, request, header, await authors);
    }

    /// <inheritdoc />
    public async ValueTask<SignatureFindings?> VerifyAsync(Stream content, CancellationToken cancellationToken)
    {
        if (HeaderBlock.Read(content) is not { } header)
        {
            return null;
        }

        var found = await _signatures.VerifyAsync(header, content, time.GetUtcNow(), KeyPatience, cancellationToken);
        var isKnown = !found.Arc.IsKeyOutOfReach && found.Dkim.All(signature => signature.Result != AuthenticationResult.TempError);
        return isKnown
            ? new SignatureFindings(
                string.Join(";\r\n\t", AuthenticationResultsField.Signatures(found.Dkim, found.Arc)),
                found.Arc.Result.ToString().ToLowerInvariant())
            : null;
    }

    private async Task<FoundSignatures> VerifyAsync(AuthenticationRequest request, HeaderBlock? header, CancellationToken cancellationToken) => header is null
        ? new FoundSignatures([], new ArcVerdict(AuthenticationResult.None), [])
        : await _signatures.VerifyAsync(header, request.Content!, request.ArrivedAt ?? time.GetUtcNow(), request.Patience, cancellationToken);

    private static AuthenticationVerdict Evaluate(
        AuthenticationVerdict verdict,
        FoundSignatures found,
        AuthenticationRequest request,
        HeaderBlock header,
        IReadOnlyList<(string Author, DmarcPublished Published)> authors)
    {
        string? Trusted(string author) => found.Arc.Result == AuthenticationResult.Pass
            ? TrustedSealers.Find(found.Sets, found.Arc.Sealers, request.TrustedSealers, author)
            : null;
        var spf = request.ClientAddress is null ? null : verdict.Spf;
        var dmarc = DmarcEvaluator.Evaluate(header, authors, spf, found.Dkim, Trusted);
        return verdict with
        {
            Arc = found.Arc with { TrustedSealer = dmarc.Domain is { } author ? Trusted(author) : null },
            Dmarc = dmarc,
        };
    }

    private async Task<IpRevVerdict> CheckIpRevAsync(AuthenticationRequest request, IPAddress? client, CancellationToken cancellationToken) =>
        client is null ? new IpRevVerdict(AuthenticationResult.None) : await _ipRev.CheckAsync(client, request.Patience, cancellationToken);

    /// <summary>RFC 7208 §2.3.</summary>
    private async Task<SpfVerdict> CheckHeloAsync(AuthenticationRequest request, IPAddress? client, CancellationToken cancellationToken) =>
        request.Helo is { Length: > 0 } helo ? await CheckSpfAsync(request, client, "postmaster@" + helo, cancellationToken) : NoSpf;

    private async Task<SpfVerdict> CheckSpfAsync(AuthenticationRequest request, IPAddress? client, string sender, CancellationToken cancellationToken) =>
        client is null ? NoSpf : await _spf.CheckAsync(
            new SpfQuestion(client, sender, request.Helo ?? "", request.HostName) { Patience = request.Patience }, cancellationToken);
}
