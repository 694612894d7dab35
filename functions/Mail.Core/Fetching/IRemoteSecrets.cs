namespace Mail.Core;

/// <summary>
/// Passwords and grants of remote accounts. In a table they stand sealed with the site's key (<c>MAIL_KEY</c>) and bound to their account: copied to
/// another row they do not open.
/// </summary>
public interface IRemoteSecrets
{
    /// <exception cref="RemoteMailboxException">There is none, or it cannot be opened: <see cref="RemoteFailure.Settings"/>. The message never has it.</exception>
    /// <exception cref="StorageUnavailableException">The vault does not answer.</exception>
    ValueTask<string> ReadAsync(RemoteAccount account, CancellationToken cancellationToken);

    /// <summary>What to put into <see cref="RemoteAccount.Secret"/> of the account with <paramref name="id"/>.</summary>
    /// <param name="id"><see cref="RemoteAccount.Id"/>.</param>
    /// <exception cref="RemoteMailboxException">There is no key to seal it with: <see cref="RemoteFailure.Settings"/>.</exception>
    string Seal(string id, string secret);

    /// <summary>Replaces the secret of an account and nothing else in its row: for a grant whose refresh token has been renewed. False when there is no such row.</summary>
    /// <exception cref="StorageUnavailableException">It may or may not have been written.</exception>
    ValueTask<bool> ReplaceAsync(RemoteAccount account, string secret, CancellationToken cancellationToken);
}
