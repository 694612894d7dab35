using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Mail.Credentials;

namespace Mail.Gateway;

/// <summary>
/// What somebody who does not exist would have: SCRAM tells everybody the salt of a name, and an unknown name has to have one, too, always the same
/// and the same from every gateway (RFC 5802 §9 leaves that to us).
/// </summary>
/// <param name="secret">The same for all gateways of an installation.</param>
internal sealed class FakeVerifiers(byte[] secret)
{
    /// <param name="name">Lower case.</param>
    public PasswordVerifier For(string name) =>
        new(Hash("salt", name).AsSpan(0, PasswordHashing.SaltSize), PasswordHashing.DefaultIterations, RandomNumberGenerator.GetBytes(32), new byte[32]);

    /// <summary>An account id for the lookups that a known name would cost.</summary>
    public string AccountIdFor(string name) => Convert.ToHexStringLower(Hash("account", name))[..26];

    /// <summary>
    /// From what the operator set, or else from the key of the storage account, which all gateways share; where there is neither, from chance, and that is
    /// logged.
    /// </summary>
    public static FakeVerifiers From(GatewayOptions options, ILogger logger)
    {
        var shared = options.AuthSecret?.Value ?? (options.Storage.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase) ? options.Storage : null);
        if (shared is null && !options.Storage.StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase))
        {
            AuthenticationLog.NoSecret(logger);
        }

        return new FakeVerifiers(shared is null
            ? RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)
            : SHA256.HashData(Encoding.UTF8.GetBytes("Mail.Cloud fake verifiers\n" + shared)));
    }

    private byte[] Hash(string what, string name) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{what}\n{name}"));
}
