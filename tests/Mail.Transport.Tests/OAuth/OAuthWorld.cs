using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Transport.Tests;

/// <summary>A provider, a remote account there, and whoever asks.</summary>
internal sealed class OAuthWorld
{
    public static readonly OAuthProvider Provider = new()
    {
        Name = "login.test",
        AuthorizationEndpoint = new Uri("https://login.test/authorize?tenant=us"),
        TokenEndpoint = new Uri("https://login.test/token"),
        DeviceEndpoint = new Uri("https://login.test/device"),
        Scope = "mail offline",
    };

    private readonly InMemoryRemoteAccounts _accounts = new();

    public OAuthWorld(ScriptedOAuth? server = null)
    {
        Server = server ?? new ScriptedOAuth();
        Secrets = new InMemoryRemoteSecrets(_accounts);
        Tokens = new RemoteTokens(SendAsync, Secrets, Time, NullLogger<RemoteTokens>.Instance);
    }

    public ScriptedOAuth Server { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    public InMemoryRemoteSecrets Secrets { get; }

    public StorageFaults Faults => _accounts.Faults;

    public RemoteTokens Tokens { get; private set; }

    public RemoteAccountKey Key { get; } = new(MailAddress.Parse("alice@example.test"), "there");

    /// <summary>As after a restart of the process.</summary>
    public void ForgetEverything() => Tokens = new RemoteTokens(SendAsync, Secrets, Time, NullLogger<RemoteTokens>.Instance);

    public async Task<RemoteAccount> AccountAsync() => (await _accounts.FindAsync(Key, TestContext.Current.CancellationToken))!;

    /// <summary>Stores a grant with a refresh token that is good.</summary>
    public async Task<RemoteAccount> AuthorizedAsync(string refresh = "refresh 0")
    {
        Server.RefreshTokens.Add(refresh);
        return await KeepAsync(new OAuthGrant
        {
            User = "alice",
            Endpoint = Provider.TokenEndpoint,
            ClientId = ScriptedOAuth.ClientId,
            ClientSecret = Server.ClientSecret,
            RefreshToken = refresh,
            Scope = Provider.Scope,
        }.ToJson());
    }

    public async Task<RemoteAccount> KeepAsync(string secret)
    {
        var id = RemoteAccount.DeriveId(Key);
        var account = new RemoteAccount
        {
            Key = Key,
            Id = id,
            Protocol = RemoteProtocol.Imap,
            Tls = RemoteTls.Implicit,
            Host = "imap.test",
            User = "alice",
            Authentication = RemoteAuthentication.OAuth,
            Secret = Secrets.Seal(id, secret),
        };
        await _accounts.SetAsync(account, TestContext.Current.CancellationToken);
        return account;
    }

    public async Task<WebAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (code, body) = Server.Answer(request.RequestUri!.AbsolutePath, await request.Content!.ReadAsStringAsync(cancellationToken));
        return new WebAnswer(code, "application/json", Encoding.UTF8.GetBytes(body));
    }
}
