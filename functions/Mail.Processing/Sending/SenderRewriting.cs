using Mail.Core;

namespace Mail.Processing;

/// <summary>Under which reverse-path a message leaves: as it came, or under an SRS address of ours when somebody here sends it on.</summary>
/// <param name="srs"><c>null</c> without a secret: then it stays as it came.</param>
public sealed class SenderRewriting(IDirectory directory, Srs? srs = null)
{
    /// <exception cref="StorageUnavailableException">Whose the sender's domain is cannot be told now.</exception>
    public async ValueTask<MailAddress?> ReversePathOfAsync(OutboundJob job, CancellationToken cancellationToken)
    {
        if (srs is null || job is not { ForwardedBy: { } forwarder, ReversePath: { } sender })
        {
            return job.ReversePath;
        }

        // As postsrsd: mail of our own domains passes SPF from here as it is, and in the author's own domain, which DMARC asks for (RFC 7489 §3.1.2).
        // A relay domain's servers are others, so its mail may not.
        return await directory.FindDomainAsync(sender.Domain, cancellationToken) is { Enabled: true, Kind: not DomainKind.Relay }
            ? sender
            : srs.Forward(sender, forwarder.Domain) ?? sender;
    }
}
