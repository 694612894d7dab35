namespace Mail.Smtp;

/// <summary>PLAIN (RFC 4616): name and password in one message.</summary>
internal sealed class PlainExchange(ISaslAccounts accounts) : ISaslExchange
{
    public async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (response is not { } message)
        {
            return new SaslStep.Challenge(ReadOnlyMemory<byte>.Empty);
        }

        if (!PlainMessage.TryParse(message.Span, out var plain))
        {
            return new SaslStep.Failure(SaslReplies.Malformed);
        }

        // Nobody here may act as somebody else (RFC 4616 §2).
        if (plain.Authorization.Length > 0 && !plain.Authorization.Equals(plain.User, StringComparison.OrdinalIgnoreCase))
        {
            return new SaslStep.Failure(SaslReplies.Invalid);
        }

        return SaslText.Step(await accounts.VerifyPasswordAsync(plain.User, plain.Password, cancellationToken), SaslMechanisms.Plain);
    }

    public void Dispose()
    {
        // Nothing is kept between two messages.
    }
}
