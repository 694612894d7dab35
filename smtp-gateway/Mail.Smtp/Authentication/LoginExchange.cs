namespace Mail.Smtp;

/// <summary>
/// LOGIN: never a standard, but what some devices and old clients have (draft-murchison-sasl-login-00): name, then password. An initial response
/// is the name.
/// </summary>
internal sealed class LoginExchange(ISaslAccounts accounts) : ISaslExchange
{
    private string? _user;
    private bool _asked;

    public async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (response is not { } message)
        {
            _asked = true;
            return new SaslStep.Challenge("Username:"u8.ToArray());
        }

        // Some clients send "AUTH LOGIN =" and mean that they have nothing to say yet.
        if (message.IsEmpty && !_asked)
        {
            return await NextAsync(null, cancellationToken);
        }

        if (_user is null)
        {
            _asked = true;
            return SaslText.TryRead(message.Span, SaslText.MaxUser, out _user)
                ? new SaslStep.Challenge("Password:"u8.ToArray())
                : new SaslStep.Failure(SaslReplies.Malformed);
        }

        return SaslText.TryRead(message.Span, SaslText.MaxPassword, out var password)
            ? SaslText.Step(await accounts.VerifyPasswordAsync(_user, password, cancellationToken), SaslMechanisms.Login)
            : new SaslStep.Failure(SaslReplies.Malformed);
    }

    public void Dispose()
    {
        // The password is not kept.
    }
}
