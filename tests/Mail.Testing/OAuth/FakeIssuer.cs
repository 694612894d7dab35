using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Mail.Testing;

/// <summary>An issuer of tokens on loopback, with OpenID Connect discovery.</summary>
public sealed class FakeIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<RSA> _keys = [];

    private FakeIssuer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>Requests for the keys.</summary>
    public int KeyRequests { get; private set; }

    public bool IsDown { get; set; }

    public RsaSecurityKey Key { get; private set; } = null!;

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new FakeIssuer(builder.Build());
        issuer.ChangeKey();
        issuer._app.MapGet("/.well-known/openid-configuration", issuer.Document);
        issuer._app.MapGet("/keys", issuer.Keys);
        await issuer._app.StartAsync(TestContext.Current.CancellationToken);
        issuer.Url = issuer._app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return issuer;
    }

    public void ChangeKey()
    {
        _keys.Add(RSA.Create(2048));
        Key = new RsaSecurityKey(_keys[^1]) { KeyId = $"key{_keys.Count}" };
    }

    public string Issue(
        Action<SecurityTokenDescriptor>? change = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = "mail",
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow,
            Expires = DateTime.UtcNow.AddHours(1),
            Claims = new Dictionary<string, object> { ["preferred_username"] = "alice@example.test", ["scp"] = "SMTP.Send openid" },
            SigningCredentials = new SigningCredentials(key ?? Key, algorithm),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _keys.ForEach(key => key.Dispose());
    }

    private IResult Document() => IsDown
        ? Results.StatusCode((int)HttpStatusCode.ServiceUnavailable)
        : Results.Json(new { issuer = Url, jwks_uri = Url + "/keys" });

    private IResult Keys()
    {
        KeyRequests++;
        var parameters = Key.Rsa.ExportParameters(false);
        return Results.Json(new
        {
            keys = new[]
            {
                new { kty = "RSA", use = "sig", kid = Key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) },
            },
        });
    }
}
