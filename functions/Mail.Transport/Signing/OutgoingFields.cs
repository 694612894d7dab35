using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Mail.Transport;

/// <summary>
/// What stands before a message when it leaves us. Signatures are computed from the octets of the spool, which go out behind these fields; the message is
/// never written anew.
/// </summary>
/// <param name="hostName">Our name in authentication results: the authserv-id of RFC 8601 §2.5.</param>
/// <param name="srs">Proves to us later what was sent on; <c>null</c> without its secret.</param>
public sealed partial class OutgoingFields(IDkimKeys keys, ISignatureVerifier verifier, string hostName, Srs? srs, TimeProvider time, ILogger<OutgoingFields> logger)
    : IOutgoingFields
{
    public async ValueTask<ReadOnlyMemory<byte>> BuildAsync(OutboundJob job, SpooledMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return job.ForwardedBy is { } forwarder
                ? await ForwardAsync(job, forwarder, message.Content, cancellationToken)
                : await SignAsync(job, message, cancellationToken);
        }
        catch (CryptographicException e)
        {
            UnusableKey(logger, e, job.QueueId);
            throw new StorageUnavailableException("a DKIM key cannot be used", e);
        }
    }

    /// <summary>
    /// Mail of our own people. What only passes through (from strangers, for a relay domain) is not signed: it may bear our name without having come from us.
    /// </summary>
    private async ValueTask<ReadOnlyMemory<byte>> SignAsync(OutboundJob job, SpooledMessage message, CancellationToken cancellationToken)
    {
        if (message.Envelope is { MayRelay: false, AuthenticatedUser: null })
        {
            return default;
        }

        if (HeaderBlock.Read(message.Content) is not { IsWellFormed: true } header)
        {
            Unreadable(logger, job.QueueId);
            return default;
        }

        var signing = await FindKeysAsync(header, message.Envelope, cancellationToken);
        return signing.Count == 0
            ? default
            : DkimSigning.Sign(header, await BodyHash.ComputeAsync(Canonicalization.Relaxed, message.Content, cancellationToken), signing, time.GetUtcNow());
    }

    private async ValueTask<ReadOnlyMemory<byte>> ForwardAsync(OutboundJob job, MailAddress forwarder, Stream content, CancellationToken cancellationToken)
    {
        var proof = srs is null ? "" : $"{Srs.ProofField}: {srs.ProofOf(job.QueueId, job.Destination)}\r\n";
        // RFC 9228: by this we know it when it comes round again. An address has no line end, see MailAddress.
        var first = Encoding.UTF8.GetBytes($"Delivered-To: {forwarder}\r\n{proof}");
        // One key seals; RSA, which everybody verifies, is the first.
        if (await keys.FindActiveAsync(forwarder.Domain, cancellationToken) is not [var key, ..] || HeaderBlock.Read(content) is not { IsWellFormed: true } header)
        {
            return first;
        }

        var chain = ArcChain.Read(header);
        if (chain is { Sets.Count: >= ArcChain.MaxInstance } or { HasFailed: true } or null)
        {
            // RFC 8617 §5.1: no more sets, and nothing is added to a chain that has failed.
            return first;
        }

        var bodyHash = await BodyHash.ComputeAsync(Canonicalization.Relaxed, content, cancellationToken);
        if (await verifier.VerifyAsync(content, cancellationToken) is not { } found)
        {
            NotSealed(logger, job.QueueId);
            return first;
        }

        return (byte[])[.. first, .. ArcSealing.Seal(header, bodyHash, chain, found, key, hostName, time.GetUtcNow())];
    }

    /// <summary>The author's domain, which DMARC goes by (RFC 7489 §3.1.1); when it is not ours, the envelope's.</summary>
    private async ValueTask<IReadOnlyList<DkimSecret>> FindKeysAsync(HeaderBlock header, Envelope envelope, CancellationToken cancellationToken)
    {
        foreach (var domain in new[] { AuthorDomain(header), envelope.ReversePath?.Domain }.OfType<string>().Distinct())
        {
            if (await keys.FindActiveAsync(domain, cancellationToken) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary><c>null</c> unless there is one From field with one address's domain: nobody signs for several.</summary>
    private static string? AuthorDomain(HeaderBlock header)
    {
        var fields = header.Named("From").Take(2).ToList();
        return fields is [{ Octets.Length: < 64 * 1024 } from]
            && InternetAddressList.TryParse(from.Text, out var authors)
            && authors.Mailboxes.Select(author => author.Domain).Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var domain]
            && MailAddressParser.TryParseDomain(domain, out var name, out _)
                ? name
                : null;
    }

    [LoggerMessage(390, LogLevel.Warning, "{QueueId}: goes out without a signature: its header cannot be read, or is too large")]
    private static partial void Unreadable(ILogger logger, QueueId queueId);

    [LoggerMessage(391, LogLevel.Warning, "{QueueId}: goes out without an ARC seal: a key in the DNS could not be looked up, or there is too much to check")]
    private static partial void NotSealed(ILogger logger, QueueId queueId);

    [LoggerMessage(392, LogLevel.Error, "{QueueId}: waits: its DKIM key cannot be used; see: mailctl domain dkim show")]
    private static partial void UnusableKey(ILogger logger, Exception exception, QueueId queueId);
}
