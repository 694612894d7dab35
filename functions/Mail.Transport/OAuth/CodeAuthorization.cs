using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Mail.Transport;

/// <summary>
/// The authorization code grant (RFC 6749 §4.1) of a program on somebody's machine (RFC 8252), with PKCE (RFC 7636): whoever sees the code on its way has nothing.
/// </summary>
public sealed class CodeAuthorization
{
    /// <summary>Characters of a redirected request's query; real codes have a few hundred, Microsoft's 1,200.</summary>
    public const int MaxQuery = 8 * 1024;

    private readonly OAuthProvider _provider;
    private readonly OAuthClient _client;
    private readonly string _redirect;

    // RFC 7636 §4.1: 43 to 128 characters; 32 octets make 43.
    private readonly string _verifier = Random();

    // RFC 6749 §10.12.
    private readonly string _state = Random();

    /// <param name="port">On which the browser's answer is waited for.</param>
    /// <param name="loginHint">The user there, for the login page.</param>
    public CodeAuthorization(OAuthProvider provider, OAuthClient client, int port, string loginHint)
    {
        (_provider, _client, _redirect) = (provider, client, FormattableString.Invariant($"http://{provider.RedirectHost}:{port}/"));
        List<KeyValuePair<string, string>> parameters =
        [
            new("response_type", "code"),
            new("client_id", client.Id),
            new("redirect_uri", _redirect),
            new("scope", provider.Scope),
            new("state", _state),
            new("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))),
            new("code_challenge_method", "S256"),
            new("login_hint", loginHint),
            .. provider.MoreParameters,
        ];
        var query = string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
        Page = new UriBuilder(provider.AuthorizationEndpoint) { Query = string.Join('&', new[] { provider.AuthorizationEndpoint.Query.TrimStart('?'), query }.Where(part => part.Length > 0)) }.Uri;
    }

    /// <summary>Where the owner's browser has to go.</summary>
    public Uri Page { get; }

    /// <summary>Reads what the browser was sent back with.</summary>
    /// <param name="query">Behind the question mark.</param>
    /// <returns><c>null</c> when it is no answer to our question: somebody else's, or none.</returns>
    public RedirectedCode? Read(string query)
    {
        if (query.Length > MaxQuery)
        {
            return null;
        }

        var values = HttpUtility.ParseQueryString(query);
        if (values["state"] is not { } state || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(_state)))
        {
            return null;
        }

        return values["code"] is { Length: > 0 } code ? new RedirectedCode(code, null)
            : new RedirectedCode(null, values["error"] is { Length: > 0 and <= 64 } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? error : "no code came");
    }

    public Task<OAuthOutcome> RedeemAsync(string code, CancellationToken cancellationToken) => _client.RedeemAsync(
        _provider.TokenEndpoint,
        [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", _redirect), new("code_verifier", _verifier)],
        cancellationToken);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
