using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Mail.Transport;

/// <summary>How access tokens for a server are had (RFC 6749): with a refresh token (§6), or with the client's own secret (§4.4).</summary>
public sealed record OAuthGrant
{
    public required string User { get; init; }

    /// <summary>https.</summary>
    public required Uri Endpoint { get; init; }

    public required string ClientId { get; init; }

    /// <summary><c>null</c> for a public client, which has a refresh token.</summary>
    public string? ClientSecret { get; init; }

    /// <summary><c>null</c> for the grant <c>client_credentials</c>.</summary>
    public string? RefreshToken { get; init; }

    /// <summary><c>null</c> where the endpoint knows.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// Reads <c>{"user", "tokenEndpoint", "clientId", "clientSecret", "refreshToken", "scope"}</c>: what the operator keeps in the place of a password.
    /// </summary>
    /// <returns>False when something is missing, or the endpoint is not https.</returns>
    public static bool TryParse(string json, [NotNullWhen(true)] out OAuthGrant? grant)
    {
        grant = null;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 });
            grant = Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text in it that is none (half a surrogate pair): the caller sees that there is no grant.
        }

        return grant is not null;
    }

    /// <summary>What <see cref="TryParse"/> reads. Secret.</summary>
    public string ToJson()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            (string Name, string? Value)[] properties =
            [
                ("user", User), ("tokenEndpoint", Endpoint.AbsoluteUri), ("clientId", ClientId), ("clientSecret", ClientSecret), ("refreshToken", RefreshToken), ("scope", Scope),
            ];
            foreach (var (name, value) in properties.Where(property => property.Value is not null))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Of a token request.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        yield return new("grant_type", RefreshToken is null ? "client_credentials" : "refresh_token");
        yield return new("client_id", ClientId);
        (string Name, string? Value)[] others = [("client_secret", ClientSecret), ("refresh_token", RefreshToken), ("scope", Scope)];
        foreach (var (name, value) in others)
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }

    /// <summary>Says nothing of the secrets.</summary>
    public override string ToString() => $"{User} by {Endpoint.IdnHost}";

    private static OAuthGrant? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || Text(root, "user") is not { } user
            || Text(root, "clientId") is not { } client
            || !Uri.TryCreate(Text(root, "tokenEndpoint"), UriKind.Absolute, out var endpoint)
            || endpoint.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        var (secret, refresh) = (Text(root, "clientSecret"), Text(root, "refreshToken"));
        return secret is null && refresh is null ? null : new OAuthGrant
        {
            User = user,
            Endpoint = endpoint,
            ClientId = client,
            ClientSecret = secret,
            RefreshToken = refresh,
            Scope = Text(root, "scope"),
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
