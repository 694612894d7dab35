using System.Text;
using Mail.Smtp;
using Mail.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Mail.Gateway.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private FakeIssuer _issuer = null!;
    private TokenValidation _tokens = null!;
    private LoginBench _bench = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await FakeIssuer.StartAsync();
        _tokens = Validation(new TokenOptions { Issuer = _issuer.Url, Audience = "mail", Scope = "SMTP.Send" });
        _bench = new LoginBench(tokens: _tokens);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        _tokens.Dispose();
        await _issuer.DisposeAsync();
    }

    private static TokenValidation Validation(TokenOptions options) => new(options, TimeProvider.System, new LogLines().For<TokenValidation>());

    private Task<SaslStep> XOAuth2Async(string user, string token) =>
        _bench.SayAsync("XOAUTH2", Encoding.ASCII.GetBytes($"user={user}\u0001auth=Bearer {token}\u0001\u0001"));

    private static string Challenge(SaslStep step) => Encoding.ASCII.GetString(Assert.IsType<SaslStep.Challenge>(step).Data.Span);

    [Fact]
    public async Task A_token_for_us_logs_its_owner_in()
    {
        Assert.Equal(["SCRAM-SHA-256", "PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2"], _bench.Authenticator.Mechanisms(_bench.Session));
        var token = _issuer.Issue();
        Assert.Equal(new SaslStep.Success("alice@example.test", "XOAUTH2"), await XOAuth2Async("Alice@example.test", token));
        Assert.Equal(
            new SaslStep.Success("alice@example.test", "OAUTHBEARER"),
            await _bench.SayAsync("OAUTHBEARER", Encoding.ASCII.GetBytes($"n,,\u0001auth=Bearer {token}\u0001\u0001")));
        Assert.Equal(1, _issuer.KeyRequests);
    }

    public static TheoryData<string> Bad => ["expired", "early", "audience", "issuer", "no-expiry", "key", "unsigned", "hmac", "no-mailbox", "garbage", "tampered"];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Any_other_token_is_invalid(string what)
    {
        using var other = System.Security.Cryptography.RSA.Create(2048);
        var good = _issuer.Issue();
        var token = what switch
        {
            "expired" => _issuer.Issue(t => (t.NotBefore, t.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddMinutes(-5))),
            "early" => _issuer.Issue(t => t.NotBefore = DateTime.UtcNow.AddMinutes(5)),
            "audience" => _issuer.Issue(t => t.Audience = "web"),
            "issuer" => _issuer.Issue(t => t.Issuer = "https://login.example.test"),
            "no-expiry" => _issuer.Issue(t => t.Expires = null),
            "key" => _issuer.Issue(key: new RsaSecurityKey(other) { KeyId = _issuer.Key.KeyId }),
            "unsigned" => _issuer.Issue(t => t.SigningCredentials = null),
            "hmac" => _issuer.Issue(key: new SymmetricSecurityKey(new byte[64]) { KeyId = _issuer.Key.KeyId }, algorithm: SecurityAlgorithms.HmacSha256),
            "no-mailbox" => _issuer.Issue(t => t.Claims["preferred_username"] = "alice"),
            "tampered" => good[..^8] + (good[^8] == 'A' ? 'B' : 'A') + good[^7..],
            _ => "not.a.token",
        };
        Assert.Contains("invalid_token", Challenge(await XOAuth2Async("alice@example.test", token)), StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Log.All, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_said_so() =>
        Assert.Contains(
            "insufficient_scope", Challenge(await XOAuth2Async("alice@example.test", _issuer.Issue(t => t.Claims["scp"] = "openid"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("bob@example.test", "alice@example.test")]
    [InlineData("bob@example.test", "bob@example.test")]
    [InlineData("nobody@example.test", "nobody@example.test")]
    public async Task A_good_token_of_somebody_else_disabled_or_unknown_is_no_use(string mailbox, string user)
    {
        var token = _issuer.Issue(t => t.Claims["preferred_username"] = mailbox);
        Assert.Contains("invalid_token", Challenge(await XOAuth2Async(user, token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_can_be_named()
    {
        using var tokens = Validation(new TokenOptions { Issuer = _issuer.Url, Audience = "mail", Claim = "mailbox" });
        Assert.IsType<TokenResult.Bad>(await tokens.ValidateAsync(_issuer.Issue(), Token));
        var token = _issuer.Issue(t => t.Claims["mailbox"] = "carol@example.test");
        Assert.Equal(new TokenResult.Good("carol@example.test"), await tokens.ValidateAsync(token, Token));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("email_verified", false, false)]
    [InlineData("email_verified", true, true)]
    [InlineData("xms_edov", "1", true)]
    public async Task An_email_address_counts_where_the_issuer_has_verified_it(string? claim, object? value, bool good)
    {
        using var tokens = Validation(new TokenOptions { Issuer = _issuer.Url, Audience = "mail" });
        using var named = Validation(new TokenOptions { Issuer = _issuer.Url, Audience = "mail", Claim = "email" });
        var token = _issuer.Issue(t =>
        {
            (t.Claims["preferred_username"], t.Claims["email"]) = ("mallory", "alice@example.test");
            if (claim is not null)
            {
                t.Claims[claim] = value!;
            }
        });
        Assert.Equal(good, await tokens.ValidateAsync(token, Token) is TokenResult.Good);
        Assert.Equal(good || claim is null, await named.ValidateAsync(token, Token) is TokenResult.Good);
    }

    [Fact]
    public async Task An_issuer_that_is_down_is_454_and_needed_only_once()
    {
        var token = _issuer.Issue();
        _issuer.IsDown = true;
        Assert.Equal(454, LoginBench.CodeOf(await XOAuth2Async("alice@example.test", token)));
        _issuer.IsDown = false;
        Assert.Equal(235, LoginBench.CodeOf(await XOAuth2Async("alice@example.test", token)));
        _issuer.IsDown = true;
        Assert.Equal(235, LoginBench.CodeOf(await XOAuth2Async("alice@example.test", token)));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/t/v2.0", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://login.example.test", false)]
    [InlineData("https://login.example.test/?x=y", false)]
    [InlineData("login.example.test", false)]
    public void An_issuer_is_https_or_on_this_machine(string issuer, bool good) => Assert.Equal(good, TokenOptions.IsIssuer(issuer));
}
