using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Mail.Gateway;

/// <summary>
/// Validates access tokens (RFC 9068 and what issuers had before) against one OpenID Connect issuer. Its keys are fetched once, kept, and fetched again
/// when a token names one that is not among them.
/// </summary>
internal sealed class TokenValidation : IDisposable
{
    /// <summary>For the discovery document and the keys together with <see cref="Timeout"/> each; a client waits for AUTH longer than that.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Clocks differ; Microsoft's own default of 5 min lets a token live on for as long.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // Signatures only: HMAC would make the issuer's public key a secret, and "none" needs no comment (RFC 8725 §3.1).
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private const string Email = "email";

    private static readonly string[] MailboxClaims = ["preferred_username", Email, "upn"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _configuration;

    public TokenValidation(TokenOptions options, TimeProvider time, ILogger<TokenValidation> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        if (options.Scope is null)
        {
            AuthenticationLog.NoScope(logger, options.Issuer, options.Audience);
        }

        // A redirect could lead to anywhere, http among it; issuers have none.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = 1 << 20,
        };
        _configuration = new ConfigurationManager<OpenIdConnectConfiguration>(
            options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = options.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase) });
    }

    public async ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var result = await TryAsync(token, cancellationToken);
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            {
                // The issuer may have changed its keys. Asks at most every five minutes, whatever names tokens make up.
                _configuration.RequestRefresh();
                result = await TryAsync(token, cancellationToken);
            }

            return result.IsValid
                ? Judge((JsonWebToken)result.SecurityToken)
                : new TokenResult.Bad("invalid_token", result.Exception?.GetType().Name ?? "not valid");
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            AuthenticationLog.IssuerUnavailable(_logger, _options.Issuer, e.InnerException?.Message ?? e.Message);
            return new TokenResult.Unknown("the issuer's keys cannot be had");
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<TokenValidationResult> TryAsync(string token, CancellationToken cancellationToken)
    {
        var configuration = await _configuration.GetConfigurationAsync(cancellationToken);
        return await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            // What the operator named, not what the document says of itself.
            ValidIssuer = _options.Issuer,
            ValidAudience = _options.Audience,
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = configuration.SigningKeys,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        });
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } start || start - Skew <= now);
    }

    private TokenResult Judge(JsonWebToken token)
    {
        if (_options.Scope is { } scope && !ScopesOf(token).Contains(scope, StringComparer.Ordinal))
        {
            return new TokenResult.Bad("insufficient_scope", "the required scope is missing");
        }

        var claims = _options.Claim is { } one ? [one] : MailboxClaims;
        foreach (var claim in claims)
        {
            if (token.TryGetPayloadValue<string>(claim, out var mailbox)
                && mailbox is not null
                && mailbox.Contains('@', StringComparison.Ordinal)
                && (claim != Email || (IsVerified(token) ?? _options.Claim == Email)))
            {
                return new TokenResult.Good(mailbox);
            }
        }

        return new TokenResult.Bad("invalid_token", $"no claim {string.Join(", ", claims)} with an address");
    }

    // OpenID Connect Core §5.1; Entra's name is xms_edov. Where neither is said, the address may be whatever its owner has typed, a guest's for example.
    private static bool? IsVerified(JsonWebToken token) =>
        token.TryGetPayloadValue<object>("email_verified", out var said) || token.TryGetPayloadValue("xms_edov", out said)
            ? said?.ToString() is "True" or "true" or "1"
            : null;

    // Microsoft Entra: "scp"; RFC 9068 §2.2.3: "scope". Words separated by spaces.
    private static string[] ScopesOf(JsonWebToken token) =>
        token.TryGetPayloadValue<string>("scp", out var scopes) || token.TryGetPayloadValue("scope", out scopes) ? (scopes ?? "").Split(' ') : [];
}
