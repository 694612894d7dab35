using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Secrets of Azure Key Vault, read with the identity of the process (role "Key Vault Secrets User"). Nothing is sent before the first use.</summary>
/// <remarks>A certificate of the vault is also a secret of the same name, which holds its key, too: base64 of PKCS#12, or PEM, as its policy says.</remarks>
public sealed class KeyVaultSecrets : ISecrets
{
    private readonly ConcurrentDictionary<Uri, SecretClient> _clients = [];
    private readonly StorageOptions _options;
    private readonly Lazy<TokenCredential> _identity;
    private readonly HttpMessageHandler? _transport;

    /// <param name="options">How patiently: as for storage.</param>
    public KeyVaultSecrets(StorageOptions options)
        : this(options, identity: null, transport: null)
    {
    }

    /// <param name="transport">Takes the place of the network, for tests.</param>
    internal KeyVaultSecrets(StorageOptions options, TokenCredential? identity, HttpMessageHandler? transport)
    {
        _options = options;
        _identity = new(() => identity ?? new DefaultAzureCredential());
        _transport = transport;
    }

    public async Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken)
    {
        var (vault, name, version) = Split(secret);
        try
        {
            var client = _clients.GetOrAdd(vault, Connect);
            return (await client.GetSecretAsync(name, version, cancellationToken: cancellationToken).Guarded(cancellationToken)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary><c>https://VAULT/secrets/NAME[/VERSION]</c>, or <c>certificates</c> in place of <c>secrets</c>.</summary>
    internal static (Uri Vault, string Name, string? Version) Split(Uri secret)
    {
        var parts = secret.IsAbsoluteUri ? secret.AbsolutePath.Trim('/').Split('/') : [];
        return secret is { IsAbsoluteUri: true, Scheme: "https", Query.Length: 0, UserInfo.Length: 0 }
            && parts is ["secrets" or "certificates", { Length: > 0 } name, ..] and { Length: 2 or 3 }
            ? (new Uri(secret.GetLeftPart(UriPartial.Authority)), name, parts.ElementAtOrDefault(2))
            : throw new FormatException(
                $"{secret} does not name a secret of a vault: write https://NAME.vault.azure.net/secrets/NAME or …/certificates/NAME.");
    }

    private SecretClient Connect(Uri vault)
    {
        var options = new SecretClientOptions().Configure(_options, StorageTransport.Create(_transport));
        return new SecretClient(vault, _identity.Value, options);
    }
}
