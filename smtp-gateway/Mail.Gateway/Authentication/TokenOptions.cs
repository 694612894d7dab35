namespace Mail.Gateway;

/// <summary>Whose access tokens are taken for a login.</summary>
internal sealed record TokenOptions
{
    /// <summary>The <c>iss</c> of tokens, under which <c>/.well-known/openid-configuration</c> is: https, or http on this machine.</summary>
    public required string Issuer { get; init; }

    /// <summary>The <c>aud</c> of tokens that are meant for us.</summary>
    public required string Audience { get; init; }

    /// <summary>A scope that tokens have to have (<c>scp</c> or <c>scope</c>); <c>null</c> for any.</summary>
    public string? Scope { get; init; }

    /// <summary>The claim with the mailbox address; <c>null</c> for the first there is of preferred_username, email (when the issuer has verified it) and upn.</summary>
    public string? Claim { get; init; }

    /// <summary><c>null</c> when there is no issuer.</summary>
    public static TokenOptions? From(GatewayOptions options) => options is { OAuthIssuer: { } issuer, OAuthAudience: { } audience }
        ? new TokenOptions { Issuer = issuer, Audience = audience, Scope = options.OAuthScope, Claim = options.OAuthClaim }
        : null;

    /// <summary>Tokens and keys come over TLS, or stay on this machine.</summary>
    public static bool IsIssuer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0;
}
