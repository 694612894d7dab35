using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Secrets that are sealed in name only: bound to their account, and readable to a test.</summary>
public sealed class InMemoryRemoteSecrets(IRemoteAccountsEditor accounts) : IRemoteSecrets
{
    public ValueTask<string> ReadAsync(RemoteAccount account, CancellationToken cancellationToken) =>
        account.Secret is { } secret && secret.StartsWith(Mark(account.Id), StringComparison.Ordinal)
            ? ValueTask.FromResult(Encoding.UTF8.GetString(Convert.FromBase64String(secret[Mark(account.Id).Length..])))
            : throw new RemoteMailboxException(RemoteFailure.Settings, $"no password is kept for {account.Key}");

    public string Seal(string id, string secret) => Mark(id) + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));

    public async ValueTask<bool> ReplaceAsync(RemoteAccount account, string secret, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(account.Key, cancellationToken) is not { } there)
        {
            return false;
        }

        await accounts.SetAsync(there with { Secret = Seal(account.Id, secret) }, cancellationToken);
        return true;
    }

    private static string Mark(string id) => $"sealed for {id}:";
}
