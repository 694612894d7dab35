namespace Mail.Core;

/// <summary>A vault for what must not stand in a setting: certificates with their keys.</summary>
public interface ISecrets
{
    /// <summary>The current version of a secret.</summary>
    /// <param name="secret">For example <c>https://myvault.vault.azure.net/secrets/mail</c>.</param>
    /// <returns><c>null</c> when the vault has none of that name, or none that is enabled.</returns>
    /// <exception cref="StorageUnavailableException">The vault gave no answer, or does not let us in.</exception>
    /// <exception cref="FormatException">The URL does not name a secret; the message says what does.</exception>
    Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken);
}
