using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Core;
using Mail.Testing;
using Mail.Transport;

namespace Mail.Ctl.Tests;

public sealed class FetchAuthorizeTests
{
    private const string Custom = "--provider custom --authorization-endpoint https://login.test/authorize --token-endpoint https://login.test/token "
        + "--device-endpoint https://login.test/device --scope mail --client-id mail-cloud";

    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly ScriptedOAuth _server = new();
    private readonly RemoteAccountKey _key = new(MailAddress.Parse("alice@example.test"), "there");

    public FetchAuthorizeTests() => _world.WebRequests = async (request, cancellationToken) =>
    {
        var (code, body) = _server.Answer(request.RequestUri!.AbsolutePath, await request.Content!.ReadAsStringAsync(cancellationToken));
        return new WebAnswer(code, "application/json", Encoding.UTF8.GetBytes(body));
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ValueTask AddAsync(string host = "imap.test", string? paused = null) => _world.Storage.RemoteAccounts.SetAsync(
        new RemoteAccount
        {
            Key = _key,
            Id = RemoteAccount.DeriveId(_key),
            Protocol = RemoteProtocol.Imap,
            Tls = RemoteTls.Implicit,
            Host = host,
            User = "alice@there.test",
            Paused = paused,
        },
        Token);

    private async Task<OAuthGrant> GrantAsync()
    {
        var account = (await _world.Storage.RemoteAccounts.FindAsync(_key, Token))!;
        Assert.Equal(RemoteAuthentication.OAuth, account.Authentication);
        Assert.True(OAuthGrant.TryParse(await new InMemoryRemoteSecrets(_world.Storage.RemoteAccounts).ReadAsync(account, Token), out var grant));
        return grant;
    }

    [Fact(Timeout = 60_000)]
    public async Task Browser_comes_back_to_loopback_and_the_grant_is_kept_sealed()
    {
        await AddAsync(paused: "wrong password");
        Task? browser = null;
        _world.OnErrorLine = line => browser = Uri.TryCreate(line, UriKind.Absolute, out var page) ? Task.Run(() => BrowseAsync(page), Token) : browser;

        var run = await _world.RunAsync($"fetch authorize {_key} {Custom}");
        await browser!;

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("alice@example.test/there is authorized, and still paused (wrong password): mailctl fetch resume alice@example.test/there\n", run.Out);
        Assert.Equal(("alice@there.test", "refresh 1", "mail"), ((await GrantAsync()).User, (await GrantAsync()).RefreshToken, (await GrantAsync()).Scope));
        Assert.DoesNotContain("refresh 1", run.Out + run.Error, StringComparison.Ordinal);
    }

    /// <summary>Other connections, requests of another page, an answer to another question, and only then the right one.</summary>
    private async Task BrowseAsync(Uri page)
    {
        var redirected = _server.Authorize(page);
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPAddress.Loopback, redirected.Port, Token);
        using (var garbage = new TcpClient())
        {
            await garbage.ConnectAsync(IPAddress.Loopback, redirected.Port, Token);
            await garbage.GetStream().WriteAsync("\0\r\n\r\n"u8.ToArray(), Token);
        }

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(redirected, "/favicon.ico"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(redirected, "/?code=mine&state=guessed"), Token)).StatusCode);
        Assert.Contains("You may close this window", await http.GetStringAsync(redirected, Token), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Browser_elsewhere_has_its_last_address_pasted()
    {
        await AddAsync();
        var pasted = new TaskCompletionSource<string>();
        _world.Input = new LateReader(pasted.Task);
        _world.OnErrorLine = line =>
        {
            if (Uri.TryCreate(line, UriKind.Absolute, out var page))
            {
                pasted.SetResult(_server.Authorize(page).AbsoluteUri);
            }
        };

        var run = await _world.RunAsync($"fetch authorize {_key} {Custom} --paste --json");

        Assert.Equal("account provider scope paused", run.Shape);
        Assert.Equal("refresh 1", (await GrantAsync()).RefreshToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task Code_is_typed_elsewhere()
    {
        await AddAsync();
        _server.DeviceAnswers.Enqueue("authorization_pending");
        var running = _world.RunAsync($"fetch authorize {_key} {Custom} --device");
        while (!running.IsCompleted)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Token);
        }

        Assert.Equal("Open https://login.test/device and type the code ABCD-EFGH, within 15 minutes.\n", (await running).Error);
        Assert.Equal("refresh 1", (await GrantAsync()).RefreshToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task Refusal_changes_nothing_and_is_told()
    {
        await AddAsync();
        _server.Instead = (HttpStatusCode.BadRequest, """{"error": "unauthorized_client"}""");

        var run = await _world.RunAsync($"fetch authorize {_key} {Custom} --device");

        run.Refused("alice@example.test/there was not authorized: login.test answers 400 unauthorized_client");
        Assert.Null((await _world.Storage.RemoteAccounts.FindAsync(_key, Token))!.Secret);
    }

    [Fact(Timeout = 60_000)]
    public async Task Google_gives_no_codes_for_mail()
    {
        await AddAsync("imap.gmail.com");

        (await _world.RunAsync($"fetch authorize {_key} --client-id x --device")).Refused("google gives no codes for mail that are typed elsewhere");
    }

    [Theory]
    [InlineData("--client-id x", "imap.test is neither Google's nor Microsoft's: say --provider.")]
    [InlineData("--client-id x --provider custom", "needs --authorization-endpoint, --token-endpoint and --scope")]
    [InlineData("--client-id x --provider yahoo", "none of google, microsoft, custom")]
    [InlineData("--client-id x --provider microsoft --tenant a/b", "no name or id of an organization")]
    [InlineData("--client-id x --token-endpoint http://login.test/", "no URL of https")]
    [InlineData("--client-id x --device --paste", "--device needs nothing to be pasted")]
    public async Task What_does_not_fit_is_a_usage_error(string options, string because)
    {
        await AddAsync();

        (await _world.RunAsync($"fetch authorize {_key} {options}")).Misused(because);
    }

    [Fact]
    public async Task Account_that_is_not_there_is_told() =>
        (await _world.RunAsync($"fetch authorize {_key} {Custom}")).Refused("There is no remote account alice@example.test/there; see: mailctl fetch list");

    private sealed class LateReader(Task<string> line) : TextReader
    {
        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => new(line.WaitAsync(cancellationToken)!);
    }
}
