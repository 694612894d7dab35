using Mail.Core;

namespace Mail.Interop.Tests;

/// <summary>Passwords that stand in the account as they are.</summary>
internal sealed class OpenSecrets : IRemoteSecrets
{
    public ValueTask<string> ReadAsync(RemoteAccount account, CancellationToken cancellationToken) => new(account.Secret!);

    public string Seal(string id, string secret) => secret;

    public ValueTask<bool> ReplaceAsync(RemoteAccount account, string secret, CancellationToken cancellationToken) => new(true);
}
