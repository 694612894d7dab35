using Mail.Core;

namespace Mail.Transport;

/// <summary>Name and secret for a relay.</summary>
/// <param name="IsToken">An OAuth access token in the place of a password.</param>
internal sealed record RelayLogin(string User, string Secret, bool IsToken)
{
    private const string Environment = "env:";
    private const string Token = "token:";

    /// <summary>How the token was had; <c>null</c> for one that stands in the secret itself, and for passwords.</summary>
    public OAuthGrant? Grant { get; init; }

    /// <summary>Reads <c>user:password</c>, <c>user:token:…</c> or what an <see cref="OAuthGrant"/> has, from where <paramref name="reference"/> says.</summary>
    /// <param name="reference"><see cref="Core.Transport.Credentials"/>.</param>
    /// <exception cref="HopRefusedException">There is none, or it cannot be read at present: temporary.</exception>
    public static async ValueTask<RelayLogin> ReadAsync(string reference, ISecrets? secrets, OAuthTokens tokens, CancellationToken cancellationToken)
    {
        var text = reference.StartsWith(Environment, StringComparison.Ordinal)
            ? System.Environment.GetEnvironmentVariable(reference[Environment.Length..])
            : await FromVaultAsync(reference, secrets, cancellationToken);
        if (text?.TrimStart() is ['{', ..])
        {
            return OAuthGrant.TryParse(text, out var grant)
                ? new RelayLogin(grant.User, await tokens.GetAsync(grant, cancellationToken), IsToken: true) { Grant = grant }
                : throw new HopRefusedException("4.3.5", $"the credentials {reference} lack user, tokenEndpoint (https), clientId, or clientSecret and refreshToken");
        }

        var parts = text?.Trim().Split(':', 2);
        if (parts is not [{ Length: > 0 } user, { Length: > 0 } secret])
        {
            throw new HopRefusedException("4.3.5", $"the credentials {reference} are not there, or are not user:password");
        }

        var isToken = secret.StartsWith(Token, StringComparison.Ordinal);
        return new RelayLogin(user, isToken ? secret[Token.Length..] : secret, isToken);
    }

    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => User;

    private static async ValueTask<string?> FromVaultAsync(string reference, ISecrets? secrets, CancellationToken cancellationToken)
    {
        try
        {
            return secrets is not null && Uri.TryCreate(reference, UriKind.Absolute, out var url) ? await secrets.ReadAsync(url, cancellationToken) : null;
        }
        catch (Exception e) when (e is StorageUnavailableException or FormatException)
        {
            throw new HopRefusedException("4.3.5", $"the credentials {reference} cannot be read: {e.Message}");
        }
    }
}
