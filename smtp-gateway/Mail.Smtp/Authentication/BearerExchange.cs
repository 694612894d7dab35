using System.Text;

namespace Mail.Smtp;

/// <summary>
/// OAUTHBEARER (RFC 7628) and XOAUTH2: an access token in one message. A token that is no good is answered with a JSON challenge that says why,
/// and the failure follows when the client has acknowledged it.
/// </summary>
internal sealed class BearerExchange(string mechanism, ISaslAccounts accounts) : ISaslExchange
{
    private SaslStep.Failure? _failure;

    public async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        // RFC 7628 §3.2.3: the client sends a single ^A (XOAUTH2: nothing); whatever it is, the exchange is over.
        if (_failure is not null)
        {
            return _failure;
        }

        if (response is not { } octets)
        {
            return new SaslStep.Challenge(ReadOnlyMemory<byte>.Empty);
        }

        if (!TryParse(octets.Span, out var message))
        {
            return new SaslStep.Failure(SaslReplies.Malformed);
        }

        var verdict = await accounts.VerifyTokenAsync(message!.User, message.Token, cancellationToken);
        if (verdict is SaslVerdict.Refused { BearerStatus: { } status } refused)
        {
            _failure = new SaslStep.Failure(refused.Reply);
            return new SaslStep.Challenge(Encoding.ASCII.GetBytes($$"""{"status":"{{status}}","schemes":"bearer"}"""));
        }

        return SaslText.Step(verdict, mechanism);
    }

    public void Dispose()
    {
        // The token is not kept.
    }

    private bool TryParse(ReadOnlySpan<byte> octets, out BearerMessage? message) =>
        mechanism == SaslMechanisms.XOAuth2
            ? BearerMessage.TryParseXOAuth2(octets, out message)
            : BearerMessage.TryParseOAuthBearer(octets, out message);
}
