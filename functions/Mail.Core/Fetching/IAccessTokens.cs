namespace Mail.Core;

/// <summary>Access tokens for accounts with <see cref="RemoteAuthentication.OAuth"/>.</summary>
public interface IAccessTokens
{
    /// <returns>One that can be used for the next minute.</returns>
    /// <exception cref="RemoteMailboxException">
    /// The grant is void, and only its owner can give another: <see cref="RemoteFailure.Credentials"/>. The token endpoint does not answer: <see cref="RemoteFailure.Unreachable"/>.
    /// </exception>
    ValueTask<string> GetAsync(RemoteAccount account, CancellationToken cancellationToken);

    /// <summary>The mail server does not take the token: the next one is another.</summary>
    void Forget(RemoteAccount account);
}
