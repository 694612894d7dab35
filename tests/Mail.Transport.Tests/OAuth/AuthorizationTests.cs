using System.Net;
using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

public class AuthorizationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static OAuthClient Client(OAuthWorld world) => new(ScriptedOAuth.ClientId, world.Server.ClientSecret, world.SendAsync);

    private static CodeAuthorization Browser(OAuthWorld world) => new(OAuthWorld.Provider, Client(world), 50_000, "alice@there.test");

    [Fact]
    public async Task Code_of_the_browser_becomes_a_grant()
    {
        var world = new OAuthWorld(new ScriptedOAuth { ClientSecret = "s&cret" });
        var flow = Browser(world);

        var redirected = world.Server.Authorize(flow.Page);
        var code = flow.Read(redirected.Query.TrimStart('?'));

        Assert.Equal("http://127.0.0.1:50000/", redirected.GetLeftPart(UriPartial.Path));
        Assert.IsType<OAuthOutcome.Granted>(await flow.RedeemAsync(code!.Code!, Token));
        Assert.IsType<OAuthOutcome.Refused>(await flow.RedeemAsync(code.Code!, Token));
    }

    [Fact]
    public async Task Code_is_of_no_use_to_whoever_saw_it()
    {
        var world = new OAuthWorld();
        var code = HttpUtilityCode(world.Server.Authorize(Browser(world).Page));

        Assert.Equal(new OAuthOutcome.Refused("login.test answers 400 invalid_grant"), await Browser(world).RedeemAsync(code, Token));
    }

    [Fact]
    public void Answer_to_somebody_elses_question_is_none()
    {
        var world = new OAuthWorld();
        var flow = Browser(world);

        Assert.Null(flow.Read(world.Server.Authorize(Browser(world).Page).Query.TrimStart('?')));
        Assert.Null(flow.Read("code=1"));
        Assert.Null(flow.Read(""));
        Assert.Null(flow.Read("state=" + new string('x', CodeAuthorization.MaxQuery)));
    }

    [Theory]
    [InlineData("error=access_denied", "access_denied")]
    [InlineData("error=<script>", "no code came")]
    [InlineData("x=y", "no code came")]
    public void Owner_who_says_no_is_heard(string query, string error)
    {
        var flow = Browser(new OAuthWorld());
        var state = System.Web.HttpUtility.ParseQueryString(flow.Page.Query)["state"];

        Assert.Equal(new RedirectedCode(null, error), flow.Read($"{query}&state={state}"));
    }

    [Fact]
    public void Page_keeps_what_the_endpoint_has_and_escapes_the_rest()
    {
        var query = System.Web.HttpUtility.ParseQueryString(Browser(new OAuthWorld()).Page.Query);

        Assert.Equal(("us", "alice@there.test", "mail offline"), (query["tenant"], query["login_hint"], query["scope"]));
        Assert.Equal(43, query["code_challenge"]!.Length);
    }

    [Fact]
    public void Providers_have_what_their_pages_say()
    {
        var microsoft = OAuthProvider.Microsoft("common", RemoteProtocol.Pop3);

        Assert.Equal("https://outlook.office.com/POP.AccessAsUser.All offline_access", microsoft.Scope);
        Assert.Equal("https://login.microsoftonline.com/common/oauth2/v2.0/token", microsoft.TokenEndpoint.AbsoluteUri);
        Assert.Null(OAuthProvider.Google().DeviceEndpoint);
    }

    [Fact]
    public async Task Code_typed_elsewhere_is_asked_for_as_slowly_as_the_provider_wants()
    {
        var world = new OAuthWorld();
        foreach (var answer in new[] { "authorization_pending", "slow_down", "503", "authorization_pending" })
        {
            world.Server.DeviceAnswers.Enqueue(answer);
        }

        var (outcome, took) = await WaitAsync(world);

        Assert.IsType<OAuthOutcome.Granted>(outcome);
        // 5 s and 5 s, after "slow down" 10 s, after no answer 20 s, and 20 s.
        Assert.Equal(60, took.TotalSeconds, 1.0);
    }

    [Theory]
    [InlineData("access_denied", "access was denied")]
    [InlineData("expired_token", "the code has expired before it was typed")]
    public async Task Code_that_is_refused_or_too_old_ends_the_waiting(string answer, string reason)
    {
        var world = new OAuthWorld();
        world.Server.DeviceAnswers.Enqueue(answer);

        Assert.Equal(new OAuthOutcome.Refused(reason), (await WaitAsync(world)).Outcome);
    }

    [Fact]
    public async Task Code_that_is_never_typed_expires_by_our_clock_too()
    {
        var world = new OAuthWorld();
        Enumerable.Repeat("authorization_pending", 1000).ToList().ForEach(world.Server.DeviceAnswers.Enqueue);

        var (outcome, took) = await WaitAsync(world);

        Assert.Equal(new OAuthOutcome.Refused("the code has expired before it was typed"), outcome);
        Assert.InRange(took, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData("""{"device_code": "d", "user_code": "u", "verification_uri": "http://login.test/"}""")]
    [InlineData("""{"device_code": "d", "user_code": "\u001b[2J", "verification_uri": "https://login.test/"}""")]
    [InlineData("""{"device_code": "", "user_code": "u", "verification_uri": "https://login.test/"}""")]
    [InlineData("""["device_code"]""")]
    [InlineData("\"\ud800\"")]
    [InlineData("")]
    public async Task Useless_answer_is_no_code(string body)
    {
        var world = new OAuthWorld();
        world.Server.Instead = (HttpStatusCode.OK, body);

        Assert.Equal((null, "login.test answers 200"), await new DeviceAuthorization(OAuthWorld.Provider, Client(world), world.Time).StartAsync(Token));
    }

    [Fact]
    public void Times_of_a_code_are_kept_within_bounds()
    {
        var code = DeviceCode.Read(Encoding.UTF8.GetBytes(
            """{"device_code": "d", "user_code": "u", "verification_url": "https://login.test/", "expires_in": 2000000000, "interval": "0"}"""));

        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1)), (code!.Life, code.Interval));
    }

    [Fact]
    public void Grant_is_read_as_it_was_written()
    {
        var grant = new OAuthGrant { User = "ä\"b", Endpoint = new Uri("https://login.test/token?x=1"), ClientId = "c", RefreshToken = "r\n" };

        Assert.True(OAuthGrant.TryParse(grant.ToJson(), out var read));
        Assert.Equal(grant, read);
    }

    private static string HttpUtilityCode(Uri redirected) => System.Web.HttpUtility.ParseQueryString(redirected.Query)["code"]!;

    private static async Task<(OAuthOutcome Outcome, TimeSpan Took)> WaitAsync(OAuthWorld world)
    {
        var flow = new DeviceAuthorization(OAuthWorld.Provider, Client(world), world.Time);
        var (code, _) = await flow.StartAsync(Token);
        var start = world.Time.GetUtcNow();
        var waiting = flow.WaitAsync(code!, Token);
        while (!waiting.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), Token);
        }

        return (await waiting, world.Time.GetUtcNow() - start);
    }
}
