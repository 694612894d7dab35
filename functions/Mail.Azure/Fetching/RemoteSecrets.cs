using System.Text;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Passwords of remote accounts: sealed in their rows, in a vault, or in the environment.</summary>
/// <param name="sealing"><c>null</c>: only those in a vault or in the environment can be read, and none sealed.</param>
public sealed class RemoteSecrets(AzureRemoteAccounts accounts, ISecrets vault, SealingKey? sealing) : IRemoteSecrets
{
    public async ValueTask<string> ReadAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        if (account.Secret is { } named && RemoteSecretReference.ProblemOf(named) is { } problem)
        {
            throw Missing($"the password of {account.Key} is not read: {problem}");
        }

        var secret = account.Secret switch
        {
            null => throw Missing($"no password is kept for {account.Key}; see: mailctl fetch password"),
            var reference when RemoteSecretReference.IsVault(reference) => await FromVaultAsync(account, reference, cancellationToken),
            var reference when RemoteSecretReference.Is(reference) => Environment.GetEnvironmentVariable(RemoteSecretReference.VariableOf(reference)),
            var sealedText => sealing?.Open(sealedText, PlaceOf(account.Id)) is { } octets ? Encoding.UTF8.GetString(octets) : throw Missing(
                $"the password of {account.Key} cannot be opened: {SealingKey.Variable} or {SealingKey.FileVariable} is not set here, or not as when it was kept"),
        };
        return secret is { Length: > 0 } ? secret : throw Missing($"{account.Secret} has no password for {account.Key}");
    }

    public string Seal(string id, string secret) => (sealing ?? throw Missing(
        $"passwords are kept encrypted: set {SealingKey.Variable} (openssl rand -base64 32, or a vault's secret) or {SealingKey.FileVariable}, the same for the functions"))
        .Seal(Encoding.UTF8.GetBytes(secret), PlaceOf(id));

    public async ValueTask<bool> ReplaceAsync(RemoteAccount account, string secret, CancellationToken cancellationToken) =>
        await accounts.SetSecretAsync(account.Key, Seal(account.Id, secret), cancellationToken);

    private async Task<string?> FromVaultAsync(RemoteAccount account, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.ReadAsync(new Uri(reference), cancellationToken);
        }
        catch (FormatException e)
        {
            throw new RemoteMailboxException(RemoteFailure.Settings, $"the password of {account.Key}: {e.Message}", e);
        }
    }

    private static RemoteMailboxException Missing(string message) => new(RemoteFailure.Settings, message);

    private static string PlaceOf(string id) => $"remote account {id}";
}
