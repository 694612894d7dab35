using System.Text;
using Mail.Core;
using Mail.Credentials;

namespace Mail.Gateway.Tests;

/// <summary>
/// A gateway with a certificate, whose users may log in on loopback without TLS, too: alice (password <c>secret</c>, app password <c>app</c>), bob; aliases sales for alice, team for both;
/// alias domain alias.test, relay domain relay.test; alice may send as boss@example.test and for news.test.
/// </summary>
internal sealed class SubmissionBench : IAsyncDisposable
{
    private readonly TlsBench _tls;
    private readonly PasswordVerifier _own = PasswordHashing.Create("secret", null, PasswordVerifier.MinIterations);
    private int _users;

    private SubmissionBench(TlsBench tls) => _tls = tls;

    public GatewayBench Gateway => _tls.Gateway;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="authWithoutTls">Clients need no TLS, to be easier to read.</param>
    public static async Task<SubmissionBench> StartAsync(bool authWithoutTls = true, Func<GatewayOptions, GatewayOptions>? change = null)
    {
        var bench = new SubmissionBench(await TlsBench.StartAsync(options =>
        {
            options = options with { AuthWithoutTlsOnLoopback = authWithoutTls };
            return change?.Invoke(options) ?? options;
        }));
        await bench.AddUsersAsync();
        return bench;
    }

    /// <summary>Greeted, not yet authenticated.</summary>
    public async Task<SmtpDialog> ConnectAsync(string listener = "submission")
    {
        var client = await SmtpDialog.ConnectAsync(Gateway.PortOf(listener));
        await client.ReadAsync();
        await client.EhloAsync();
        return client;
    }

    public async Task<SmtpDialog> LogInAsync()
    {
        var client = await ConnectAsync();
        Assert.StartsWith("235 2.7.0", await client.CommandAsync("AUTH PLAIN " + Plain("alice@example.test", "secret")), StringComparison.Ordinal);
        return client;
    }

    public static string Plain(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));

    /// <summary>Sends one message from alice to bob; the answer to its final dot.</summary>
    public async Task<string?> SubmitAsync(string message)
    {
        using var client = await LogInAsync();
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<alice@example.test> BODY=8BITMIME SMTPUTF8"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<bob@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await client.CommandAsync("DATA"), StringComparison.Ordinal);
        return await client.CommandAsync(message + ".");
    }

    /// <summary>A user with alice's passwords, whom nobody has guessed at yet; the address.</summary>
    public async Task<string> NewUserAsync()
    {
        var user = $"user{++_users}@example.test";
        Gateway.Storage.Directory.AddAccount(user);
        await SetPasswordsAsync(user);
        return user;
    }

    public ValueTask DisposeAsync() => _tls.DisposeAsync();

    private async Task AddUsersAsync()
    {
        var storage = Gateway.Storage;
        storage.Directory.AddDomain("alias.test", DomainKind.Alias, "example.test");
        storage.Directory.AddDomain("relay.test", DomainKind.Relay);
        storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        storage.Directory.AddAlias("outside@example.test", "somebody@elsewhere.test");
        storage.Directory.AddAccount("boss@example.test");
        var alice = await SetPasswordsAsync("alice@example.test");
        await GrantAsync(alice, "boss@example.test");
        await GrantAsync(alice, "@news.test");
    }

    private async Task<AccountEntry> SetPasswordsAsync(string address)
    {
        var storage = Gateway.Storage;
        var account = (await storage.Directory.FindAccountAsync("example.test", address.Split('@')[0], Token))!;
        await storage.Directory.UpdateAccountAsync(account with { PasswordHash = _own.ToString() }, Token);
        await storage.Credentials.AddAsync(
            new AppPassword { AccountId = account.AccountId, Name = "phone", PasswordHash = PasswordHashing.Create("app", _own).ToString() }, Token);
        return account;
    }

    private async Task GrantAsync(AccountEntry account, string sender)
    {
        Assert.True(GrantedSender.TryParse(sender, out var granted, out var error), error);
        await Gateway.Storage.SenderGrants.AddAsync(new SenderGrant { AccountId = account.AccountId, Sender = granted }, Token);
    }
}
