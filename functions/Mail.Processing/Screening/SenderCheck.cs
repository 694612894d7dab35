using System.Net;
using Mail.Authentication;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>Finds out, in bounded time, who sent a message. Whatever the DNS does, delivery goes on.</summary>
public sealed class SenderCheck(
    SenderAuthenticator authenticator, ISiteSettings settings, FlowOptions flow, ScreenOptions options, TimeProvider time, ILogger<SenderCheck> logger)
{
    private long _slowUntil;

    /// <param name="message">Its content is left at its start.</param>
    public async ValueTask<SenderFinding> CheckAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        if (message.Envelope.MayRelay)
        {
            // RFC 7208 §2.2 is about hosts that send for a domain; a client that we relay for hands mail in.
            return new SenderFinding(SenderStanding.Verified) { Words = "sent by a client that we relay for" };
        }

        var request = await RequestOfAsync(message, cancellationToken);
        var verdict = await AuthenticateAsync(message, request, cancellationToken);
        message.Content.Position = 0;
        return new SenderFinding(Standing(message.Envelope, verdict))
        {
            Verdict = verdict,
            Fields = AuthenticationResultsField.Write(verdict, request, flow.HostName) + ReceivedSpfField.Write(verdict, request),
            Words = SenderFacts.Words(verdict),
            Facts = SenderFacts.Of(verdict),
        };
    }

    private async ValueTask<AuthenticationVerdict> AuthenticateAsync(
        SpooledMessage message, AuthenticationRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        var isSlow = start.UtcTicks < Interlocked.Read(ref _slowUntil);
        var verdict = await authenticator.AuthenticateAsync(
            request with { Patience = isSlow ? options.SlowSenderTimeout : options.SenderTimeout }, cancellationToken);
        if (time.GetUtcNow() - start >= options.SenderTimeout)
        {
            Interlocked.Exchange(ref _slowUntil, (time.GetUtcNow() + options.SlowTime).UtcTicks);
            ScreenLog.SenderUnknown(logger, message.Envelope.QueueId);
        }

        return verdict;
    }

    private async ValueTask<AuthenticationRequest> RequestOfAsync(SpooledMessage message, CancellationToken cancellationToken) => new()
    {
        ClientAddress = IPAddress.TryParse(message.Envelope.ClientAddress, out var client) ? client : null,
        Helo = message.Envelope.Helo,
        ReversePath = message.Envelope.ReversePath?.ToString() ?? "",
        Content = message.Content,
        ArrivedAt = message.Envelope.ArrivedAt,
        TrustedSealers = (await settings.GetAsync(cancellationToken)).TrustedSealers.Domains,
        HostName = flow.HostName,
    };

    /// <summary>What the results say of the reverse-path: that it is proved, denied (a fail of DMARC or SPF), or neither.</summary>
    public static SenderStanding Standing(Envelope envelope, AuthenticationVerdict verdict) =>
        verdict.Dmarc is { Result: AuthenticationResult.Fail, Override: null } ? SenderStanding.Forged
        : verdict.Spf.Result == AuthenticationResult.Pass || IsSigned(envelope, verdict) ? SenderStanding.Verified
        : verdict.Spf.Result == AuthenticationResult.Fail ? SenderStanding.Forged
        : SenderStanding.Unverified;

    /// <summary>By the organization of the reverse-path's domain, and the whole message: what <c>l=</c> leaves open anybody may have written (RFC 6376 §8.2).</summary>
    private static bool IsSigned(Envelope envelope, AuthenticationVerdict verdict) => envelope.ReversePath is { Domain: var sender } && verdict.Dkim.Any(signature =>
        signature is { Result: AuthenticationResult.Pass, IsPartial: false, Domain: { } signer } && Organizations.AreSame(signer, sender.ToLowerInvariant()));
}
