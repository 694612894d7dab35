using Mail.Core;

namespace Mail.Transport.Tests;

/// <summary>One password for every account, and one token.</summary>
internal sealed class FixedSecrets(string secret) : IRemoteSecrets, IAccessTokens
{
    public int Forgotten { get; private set; }

    public ValueTask<string> ReadAsync(RemoteAccount account, CancellationToken cancellationToken) => new(secret);

    public string Seal(string id, string secret) => secret;

    public ValueTask<bool> ReplaceAsync(RemoteAccount account, string secret, CancellationToken cancellationToken) => new(true);

    public ValueTask<string> GetAsync(RemoteAccount account, CancellationToken cancellationToken) => new(secret);

    public void Forget(RemoteAccount account) => Forgotten++;
}
