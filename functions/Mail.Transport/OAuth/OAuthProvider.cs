using Mail.Core;

namespace Mail.Transport;

/// <summary>Where somebody lets us read his mail (RFC 6749): the endpoints of a provider, and what is asked for there.</summary>
public sealed record OAuthProvider
{
    public required string Name { get; init; }

    /// <summary>Where the owner logs in with his browser (§3.1).</summary>
    public required Uri AuthorizationEndpoint { get; init; }

    /// <summary>§3.2.</summary>
    public required Uri TokenEndpoint { get; init; }

    /// <summary>RFC 8628 §3.1; <c>null</c>: it gives no codes to type elsewhere.</summary>
    public Uri? DeviceEndpoint { get; init; }

    public required string Scope { get; init; }

    /// <summary>Of the authorization request, beside those that the RFCs name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> MoreParameters { get; init; } = [];

    /// <summary>RFC 8252 §8.3 prefers the address; Microsoft takes any port only with the name.</summary>
    public string RedirectHost { get; init; } = "127.0.0.1";

    /// <summary>Google's own, as https://developers.google.com/identity/protocols/oauth2/native-app has them. Its codes to type elsewhere are not for mail.</summary>
    public static OAuthProvider Google() => new()
    {
        Name = "google",
        AuthorizationEndpoint = new Uri("https://accounts.google.com/o/oauth2/v2/auth"),
        TokenEndpoint = new Uri("https://oauth2.googleapis.com/token"),
        Scope = "https://mail.google.com/",
        // Without them a second consent gives no refresh token.
        MoreParameters = [new("access_type", "offline"), new("prompt", "consent")],
    };

    /// <summary>Microsoft's, as https://learn.microsoft.com/exchange/client-developer/legacy-protocols has them.</summary>
    /// <param name="tenant">Its name or id; <c>common</c> for whoever has an account.</param>
    public static OAuthProvider Microsoft(string tenant, RemoteProtocol protocol) => new()
    {
        Name = "microsoft",
        AuthorizationEndpoint = new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize"),
        TokenEndpoint = new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"),
        DeviceEndpoint = new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode"),
        Scope = $"https://outlook.office.com/{(protocol == RemoteProtocol.Imap ? "IMAP" : "POP")}.AccessAsUser.All offline_access",
        RedirectHost = "localhost",
    };
}
