using Mail.Core;

namespace Mail.Gateway;

/// <summary>Fetches the secrets that the settings name, by the time they are needed: some may be in a file, some in a vault.</summary>
internal static class GatewaySecrets
{
    private const string AuthVariable = "MAIL_AUTH_SECRET";

    /// <returns>The options with <see cref="GatewayOptions.Srs"/> and, where it named a vault, with the <see cref="GatewayOptions.AuthSecret"/> found there.</returns>
    /// <exception cref="FormatException">A secret is no good; the message says what to set, and never what was there.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor by this user.</exception>
    /// <exception cref="StorageUnavailableException">The vault does not answer.</exception>
    public static async Task<GatewayOptions> ReadAsync(GatewayOptions options, ISecrets vault, CancellationToken cancellationToken) => options with
    {
        AuthSecret = await ReadAuthAsync(options.AuthSecret, vault, cancellationToken),
        Srs = await SrsSecrets.ReadAsync(
            name => name == SrsSecrets.Variable ? options.SrsSecret?.Value : options.SrsSecretFile, vault, cancellationToken),
    };

    private static async Task<Secret?> ReadAuthAsync(Secret? named, ISecrets vault, CancellationToken cancellationToken)
    {
        if (named is null || !named.Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return named;
        }

        // A URL that is no secret's must not become the secret: everybody could guess it.
        return Uri.TryCreate(named.Value, UriKind.Absolute, out var url)
            && await vault.ReadAsync(url, cancellationToken) is { Length: >= GatewaySettings.MinAuthSecret } value
            ? new Secret(value)
            : throw new FormatException($"{AuthVariable} names a secret that the vault does not have, or that has less than {GatewaySettings.MinAuthSecret} characters.");
    }
}
