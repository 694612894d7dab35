using Mail.Core;

namespace Mail.Benchmarks;

/// <summary>The password of the mailbox that compare.sh makes.</summary>
internal sealed class PlainSecrets : IRemoteSecrets
{
    public ValueTask<string> ReadAsync(RemoteAccount account, CancellationToken cancellationToken) => new("s3cret");

    public string Seal(string id, string secret) => secret;

    public ValueTask<bool> ReplaceAsync(RemoteAccount account, string secret, CancellationToken cancellationToken) => new(true);
}
