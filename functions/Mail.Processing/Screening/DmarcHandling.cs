using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing;

/// <summary>What is done here with what authors' domains ask for (RFC 7489 §6.3): by setting of the recipient's domain, else of the site.</summary>
public sealed class DmarcHandling(IDirectory directory, ISiteSettings settings)
{
    /// <param name="account">Whose mailbox it is for; <c>null</c>: what holds for the site.</param>
    /// <returns><c>null</c> when the author's domain asks for nothing, and the message does not hide who the author is.</returns>
    public async ValueTask<DmarcOutcome?> DecideAsync(AuthenticationVerdict? verdict, AccountEntry? account, CancellationToken cancellationToken)
    {
        if (verdict?.Dmarc is { Result: AuthenticationResult.PermError, Disposition: not DmarcPolicy.None } hidden)
        {
            var done = await ActionAsync(hidden.Disposition, account?.Address.Domain, cancellationToken);
            return new DmarcOutcome(done, $"{hidden.Reason}: {Done(done)}");
        }

        if (verdict?.Dmarc is not { Result: AuthenticationResult.Fail, Policy: DmarcPolicy.Quarantine or DmarcPolicy.Reject } dmarc)
        {
            return null;
        }

        var asks = ScanText.Clean($"{dmarc.Domain} asks to {Word(dmarc.Policy.Value)} what is not its own");
        if (dmarc.Disposition == DmarcPolicy.None)
        {
            var reason = verdict.Arc.TrustedSealer is { } sealer ? $"{ScanText.Clean(sealer)} says that it was when it came there" : dmarc.Override;
            return new DmarcOutcome(DmarcAction.Tag, $"{asks}: not done, {reason}");
        }

        var action = await ActionAsync(dmarc.Disposition, account?.Address.Domain, cancellationToken);
        return new DmarcOutcome(action, $"{asks}: {Done(action)}");
    }

    /// <param name="policy">Quarantine or reject.</param>
    /// <param name="recipientDomain"><c>null</c>, or none of ours: what holds for the site.</param>
    public async ValueTask<DmarcAction> ActionAsync(DmarcPolicy policy, string? recipientDomain, CancellationToken cancellationToken)
    {
        var domain = recipientDomain is null ? null : await directory.FindDomainAsync(recipientDomain, cancellationToken);
        var site = await settings.GetAsync(cancellationToken);
        return policy == DmarcPolicy.Reject ? domain?.DmarcReject ?? site.DmarcReject : domain?.DmarcQuarantine ?? site.DmarcQuarantine;
    }

    private static string Word(DmarcPolicy policy) => policy.ToString().ToLowerInvariant();

    private static string Done(DmarcAction action) => action switch
    {
        DmarcAction.File => "filed as spam",
        DmarcAction.Discard => "discarded",
        _ => "only noted",
    };
}
