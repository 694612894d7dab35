using System.Net;
using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Transport.Tests;

/// <summary>Tokens in the place of passwords.</summary>
public sealed class RelayTokenTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _forms = [];
    private PolicyHost? _host;
    private PublicWeb? _web;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _web?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_is_kept_until_shortly_before_it_ends()
    {
        var (tokens, grant) = await StartAsync(count => $$"""{"access_token": "t{{count}}", "token_type": "Bearer", "expires_in": 3600}""");

        Assert.Equal(["t1", "t1"], [await tokens.GetAsync(grant, Token), await tokens.GetAsync(grant, Token)]);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("t2", await tokens.GetAsync(grant, Token));
        tokens.Forget(grant);
        Assert.Equal("t3", await tokens.GetAsync(grant, Token));
        Assert.Equal("grant_type=refresh_token&client_id=me&client_secret=s%26s&refresh_token=r&scope=mail", _forms[0]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_who_need_one_at_once_share_it()
    {
        var (tokens, grant) = await StartAsync(count => $$"""{"access_token": "t{{count}}"}""");

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(grant, Token)));

        Assert.All(all, token => Assert.Equal("t1", token));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_refresh_token_takes_the_place_of_the_first()
    {
        var (tokens, grant) = await StartAsync(count => $$"""{"access_token": "t", "refresh_token": "r{{count}}", "expires_in": "600"}""");
        await tokens.GetAsync(grant, Token);
        _time.Advance(TimeSpan.FromMinutes(10));
        await tokens.GetAsync(grant, Token);

        Assert.Contains("refresh_token=r1", _forms[1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_that_a_relay_does_not_take_is_renewed_with_the_refresh_token_that_counts()
    {
        var (tokens, grant) = await StartAsync(count => $$"""{"access_token": "t{{count}}", "refresh_token": "r{{count}}", "expires_in": "600"}""");
        await tokens.GetAsync(grant, Token);
        tokens.Forget(grant);

        Assert.Equal("t2", await tokens.GetAsync(grant, Token));
        Assert.Contains("refresh_token=r1", _forms[1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_may_have_nothing_but_its_secret()
    {
        var (tokens, grant) = await StartAsync(_ => """{"access_token": "t"}""");
        await tokens.GetAsync(grant with { RefreshToken = null, Scope = null }, Token);

        Assert.Equal("grant_type=client_credentials&client_id=me&client_secret=s%26s", Assert.Single(_forms));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("\"3600\"", 59)]
    [InlineData("{}", 4)]
    [InlineData("-1", 4)]
    [InlineData("99999999999", 4)]
    public async Task A_life_may_be_a_text_and_without_one_that_can_be_read_it_is_short(string life, int minutes)
    {
        var (tokens, grant) = await StartAsync(count => $$"""{"access_token": "t{{count}}", "expires_in": {{life}}}""");
        await tokens.GetAsync(grant, Token);
        _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.Equal("t1", await tokens.GetAsync(grant, Token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("t2", await tokens.GetAsync(grant, Token));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"error": "invalid_grant", "error_description": "secret things"}""", 400, "it answers 400 invalid_grant")]
    [InlineData("""{"error": "no\r\nword"}""", 400, "it answers 400")]
    [InlineData("""{"access_token": "two words"}""", 200, "it answers 200")]
    [InlineData("""{"access_token": "line\r\nRCPT TO:<x@y.test>"}""", 200, "it answers 200")]
    [InlineData("""{"access_token": 1}""", 200, "it answers 200")]
    [InlineData("""{"access_token": "\ud800"}""", 200, "it answers 200")]
    [InlineData("[]", 200, "it answers 200")]
    [InlineData("<html>", 200, "it answers 200")]
    [InlineData("", 302, "it answers 302")]
    public async Task What_is_no_token_makes_mail_wait_and_is_not_asked_for_by_every_message(string answer, int code, string reason)
    {
        var (tokens, grant) = await StartAsync(_ => answer, code);

        var refused = await Assert.ThrowsAsync<HopRefusedException>(() => tokens.GetAsync(grant, Token));
        await Assert.ThrowsAsync<HopRefusedException>(() => tokens.GetAsync(grant, Token));

        Assert.Equal(("4.7.8", false), (refused.Status, refused.IsPermanent));
        Assert.EndsWith(": " + reason, refused.Message, StringComparison.Ordinal);
        Assert.Single(_forms);
        _time.Advance(OAuthTokens.RetryAfter);
        await Assert.ThrowsAsync<HopRefusedException>(() => tokens.GetAsync(grant, Token));
        Assert.Equal(2, _forms.Count);
    }

    [Theory]
    [InlineData("""{"user": "u", "tokenEndpoint": "https://login.test/token", "clientId": "c", "clientSecret": "s"}""", true)]
    [InlineData("""{"user": "u", "tokenEndpoint": "https://login.test/token", "clientId": "c", "refreshToken": "r"}""", true)]
    [InlineData("""{"user": "u", "tokenEndpoint": "http://login.test/token", "clientId": "c", "refreshToken": "r"}""", false)]
    [InlineData("""{"user": "u", "tokenEndpoint": "file:///etc/passwd", "clientId": "c", "refreshToken": "r"}""", false)]
    [InlineData("""{"user": "u", "tokenEndpoint": "https://login.test/token", "clientId": "c"}""", false)]
    [InlineData("""{"tokenEndpoint": "https://login.test/token", "clientId": "c", "clientSecret": "s"}""", false)]
    [InlineData("""{"user": 1}""", false)]
    [InlineData("""{"user": "\udc00", "tokenEndpoint": "https://login.test/token", "clientId": "c", "clientSecret": "s"}""", false)]
    [InlineData("""{""", false)]
    [InlineData("""[]""", false)]
    public void A_grant_is_whole_or_none(string json, bool isGrant)
    {
        Assert.Equal(isGrant, OAuthGrant.TryParse(json, out var grant));
        Assert.DoesNotContain("\"s\"", grant?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("AUTH PLAIN OAUTHBEARER XOAUTH2", "AUTH OAUTHBEARER ", "n,a=me@relay.test,")]
    [InlineData("AUTH PLAIN XOAUTH2", "AUTH XOAUTH2 ", "user=me@relay.test\u0001auth=Bearer secret-token\u0001\u0001")]
    public async Task A_token_logs_in(string offer, string command, string begin)
    {
        Environment.SetEnvironmentVariable("MAIL_TEST_RELAY_TOKEN", "me@relay.test:token:secret-token");
        await using var world = new SenderWorld();
        world.Server.Extensions = [offer];
        world.Server.Answer = said => said.StartsWith("AUTH", StringComparison.Ordinal) ? "235 2.7.0 welcome" : null;
        var relay = world.Request("b@peer.test");

        var result = await world.SendAsync(relay with { Transport = relay.Transport with { Credentials = "env:MAIL_TEST_RELAY_TOKEN" } });

        Assert.Equal(SendOutcome.Sent, result.Recipients[0].Outcome);
        var said = Assert.Single(world.Server.Commands, c => c.StartsWith(command, StringComparison.Ordinal));
        var initial = Encoding.UTF8.GetString(Convert.FromBase64String(said[command.Length..]));
        Assert.StartsWith(begin, initial, StringComparison.Ordinal);
        Assert.EndsWith("auth=Bearer secret-token\u0001\u0001", initial, StringComparison.Ordinal);
    }

    /// <summary>RFC 7628 §3.2.2: the reason comes as a challenge, and wants an answer.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_relay_may_say_why_not()
    {
        Environment.SetEnvironmentVariable("MAIL_TEST_RELAY_BEARER", "a=b,c:token:secret-token");
        await using var world = new SenderWorld();
        world.Server.Extensions = ["AUTH OAUTHBEARER"];
        world.Server.Answer = said => said.StartsWith("AUTH", StringComparison.Ordinal) ? "334 eyJzdGF0dXMiOiI0MDEifQ==" : said == "AQ==" ? "535 5.7.8 no" : null;
        var relay = world.Request("b@peer.test");

        var result = await world.SendAsync(relay with { Transport = relay.Transport with { Credentials = "env:MAIL_TEST_RELAY_BEARER" } });

        Assert.Equal((SendOutcome.Temporary, "4.7.8"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
        var initial = Assert.Single(world.Server.Commands, said => said.StartsWith("AUTH", StringComparison.Ordinal))["AUTH OAUTHBEARER ".Length..];
        Assert.StartsWith("n,a=a=3Db=2Cc,\u0001", Encoding.UTF8.GetString(Convert.FromBase64String(initial)), StringComparison.Ordinal);
    }

    /// <summary>Google and Microsoft say why before they say no, and wait for an answer to that: an empty line.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("535 5.7.8 no")]
    [InlineData("334 eyJzdGF0dXMiOiI0MDAifQ==")]
    public async Task A_relay_that_does_not_take_the_token_gets_another_one_next_time(string refusal)
    {
        var (_, grant) = await StartAsync(count => $$"""{"access_token": "t{{count}}", "expires_in": 3600}""");
        Environment.SetEnvironmentVariable(
            "MAIL_TEST_RELAY_GRANT", $$"""{"user": "me", "tokenEndpoint": "{{grant.Endpoint}}", "clientId": "me", "clientSecret": "s"}""");
        await using var world = new SenderWorld(zone: """{"login.test": {"A": ["127.0.0.1"]}}""");
        world.Server.Extensions = ["AUTH XOAUTH2"];
        var request = world.Request("b@peer.test");
        request = request with { Transport = request.Transport with { Credentials = "env:MAIL_TEST_RELAY_GRANT" } };
        var second = Convert.ToBase64String("user=me\u0001auth=Bearer t2\u0001\u0001"u8);
        world.Server.Answer = said => said == "AUTH XOAUTH2 " + second ? "235 2.7.0 welcome"
            : said.StartsWith("AUTH", StringComparison.Ordinal) ? refusal
            : said.Length == 0 ? "535 5.7.8 no" : null;

        var refused = await world.SendAsync(request);
        var sent = await world.SendAsync(request);

        Assert.Equal((SendOutcome.Temporary, "4.7.8", SendOutcome.Sent), (refused.Recipients[0].Outcome, refused.Recipients[0].Status, sent.Recipients[0].Outcome));
    }

    private async Task<(OAuthTokens Tokens, OAuthGrant Grant)> StartAsync(Func<int, string> answer, int code = 200)
    {
        _host = await PolicyHost.StartAsync("login.test");
        _host.Answer = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _forms.Add(await reader.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = code;
            await context.Response.WriteAsync(answer(_forms.Count), context.RequestAborted);
        };
        _web = new PublicWeb(
            FakeDns.Parse("""{"login.test": {"A": ["127.0.0.1"]}}"""),
            new WebOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root] });
        var grant = new OAuthGrant
        {
            User = "me@relay.test",
            Endpoint = new Uri($"https://login.test:{_host.Port}/token"),
            ClientId = "me",
            ClientSecret = "s&s",
            RefreshToken = "r",
            Scope = "mail",
        };
        return (new OAuthTokens(_web, _time), grant);
    }
}
