namespace Mail.Core;

/// <summary>Where nobody can have authorised us.</summary>
public sealed class NoAccessTokens : IAccessTokens
{
    public ValueTask<string> GetAsync(RemoteAccount account, CancellationToken cancellationToken) =>
        throw new RemoteMailboxException(RemoteFailure.Settings, $"nobody has authorised us to read the mail of {account.Key}");

    public void Forget(RemoteAccount account)
    {
        // There is none.
    }
}
