using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Mail.Testing;

/// <summary>
/// A provider's OAuth endpoints, as strict as the RFCs let them be: PKCE is checked, codes and redirects belong together, a renewed refresh token makes the one
/// before void. Serves requests given to it; where from is the test's business.
/// </summary>
public sealed class ScriptedOAuth
{
    private readonly Dictionary<string, (string Challenge, string Redirect)> _codes = [];
    private int _tokens;

    public const string ClientId = "mail-cloud";

    /// <summary><c>null</c> for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Each refresh gives another refresh token, and the one before is void.</summary>
    public bool Rotates { get; init; }

    /// <summary>Refresh tokens that are good.</summary>
    public HashSet<string> RefreshTokens { get; } = [];

    /// <summary>Of an access token, in seconds; <c>null</c>: it is not said.</summary>
    public int? Life { get; set; } = 3600;

    /// <summary>What polls for a device code are answered, in this order, before a grant: errors of RFC 8628 §3.5, or <c>503</c>.</summary>
    public Queue<string> DeviceAnswers { get; } = [];

    /// <summary>Forms that were posted, in the order they came.</summary>
    public List<IReadOnlyDictionary<string, string>> Forms { get; } = [];

    /// <summary>Answers everything, while it is set.</summary>
    public (HttpStatusCode Code, string Body)? Instead { get; set; }

    /// <summary>What a browser does whose user agrees: gives the address that it is sent to.</summary>
    public Uri Authorize(Uri page)
    {
        var query = HttpUtility.ParseQueryString(page.Query);
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            throw new InvalidOperationException($"A request that no provider takes: {page}");
        }

        var code = $"code {_codes.Count + 1}";
        _codes[code] = (query["code_challenge"]!, query["redirect_uri"]!);
        return new Uri($"{query["redirect_uri"]}?code={Uri.EscapeDataString(code)}&state={Uri.EscapeDataString(query["state"]!)}");
    }

    /// <param name="path">Of the endpoint: <c>/token</c> or <c>/device</c>.</param>
    /// <param name="body">A form.</param>
    public (HttpStatusCode Code, string Body) Answer(string path, string body)
    {
        var values = HttpUtility.ParseQueryString(body);
        var form = values.AllKeys.ToDictionary(key => key!, key => values[key]!);
        Forms.Add(form);
        if (Instead is { } instead)
        {
            return instead;
        }

        return form.GetValueOrDefault("client_id") != ClientId || form.GetValueOrDefault("client_secret") != ClientSecret
            ? Error("invalid_client", HttpStatusCode.Unauthorized)
            : path == "/device" ? Device()
            : form.GetValueOrDefault("grant_type") switch
            {
                "authorization_code" => Redeem(form),
                "refresh_token" => Refresh(form),
                "urn:ietf:params:oauth:grant-type:device_code" => Poll(form),
                _ => Error("unsupported_grant_type"),
            };
    }

    private static (HttpStatusCode Code, string Body) Error(string error, HttpStatusCode code = HttpStatusCode.BadRequest) =>
        (code, JsonSerializer.Serialize(new { error }));

    private static (HttpStatusCode Code, string Body) Device() => (
        HttpStatusCode.OK,
        """{"device_code": "secret", "user_code": "ABCD-EFGH", "verification_uri": "https://login.test/device", "expires_in": 900, "interval": 5}""");

    private (HttpStatusCode Code, string Body) Redeem(Dictionary<string, string> form)
    {
        // RFC 7636 §4.6. A code is good once.
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return _codes.Remove(form["code"], out var issued) && issued == (challenge, form["redirect_uri"]) ? Grant() : Error("invalid_grant");
    }

    private (HttpStatusCode Code, string Body) Refresh(Dictionary<string, string> form)
    {
        if (!RefreshTokens.Contains(form["refresh_token"]))
        {
            return Error("invalid_grant");
        }

        if (Rotates)
        {
            RefreshTokens.Remove(form["refresh_token"]);
            return Grant();
        }

        return Tokens(refresh: null);
    }

    private (HttpStatusCode Code, string Body) Poll(Dictionary<string, string> form) =>
        form["device_code"] != "secret" ? Error("invalid_grant")
        : !DeviceAnswers.TryDequeue(out var answer) ? Grant()
        : answer == "503" ? (HttpStatusCode.ServiceUnavailable, "")
        : Error(answer);

    private (HttpStatusCode Code, string Body) Grant()
    {
        var refresh = $"refresh {++_tokens}";
        RefreshTokens.Add(refresh);
        return Tokens(refresh);
    }

    private (HttpStatusCode Code, string Body) Tokens(string? refresh)
    {
        var answer = new Dictionary<string, object> { ["access_token"] = $"access{++_tokens}", ["token_type"] = "Bearer" };
        if (Life is { } life)
        {
            answer["expires_in"] = life;
        }

        if (refresh is not null)
        {
            answer["refresh_token"] = refresh;
        }

        return (HttpStatusCode.OK, JsonSerializer.Serialize(answer));
    }
}
