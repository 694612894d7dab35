using System.Text;
using Mail.Core;
using Mail.Credentials;
using Mail.Smtp;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

/// <summary>The authenticator on a directory in memory: alice with a password and the app password phone, bob disabled, carol without any.</summary>
internal sealed class LoginBench : IDisposable
{
    public const string Password = "correct horse";
    public const string AppPassword = "abcd-efgh";

    public LoginBench(GatewayOptions? options = null, TokenValidation? tokens = null)
    {
        Options = options ?? new GatewayOptions { HostName = "mx.example.test" };
        Passwords = new PasswordVerification(Time);
        Logins = new AccountLogins(
            Storage.Directory, Storage.Credentials, new FakeVerifiers("secret"u8.ToArray()), Passwords, new LoginGuard(Time),
            new UseNotes(Storage.Credentials, Time, Log.For<UseNotes>()), tokens, Log.For<AccountLogins>());
        Authenticator = new GatewayAuthenticator(Logins, Options);
        Session = new SmtpSessionInfo { Id = "s1", ClientAddress = "192.0.2.1", IsSubmission = true, Tls = new SmtpTlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384") };
        AddUsers();
    }

    public GatewayOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    public InMemoryStorage Storage { get; } = new();

    public PasswordVerification Passwords { get; }

    public AccountLogins Logins { get; }

    public GatewayAuthenticator Authenticator { get; }

    public SmtpSessionInfo Session { get; set; }

    public LogLines Log { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<SaslStep> PlainAsync(string user, string password) =>
        await SayAsync("PLAIN", Encoding.UTF8.GetBytes($"\0{user}\0{password}"));

    public async Task<SaslStep> SayAsync(string mechanism, byte[] message)
    {
        using var exchange = Authenticator.Begin(Session, mechanism);
        Assert.NotNull(exchange);
        return await exchange.NextAsync(message, Token);
    }

    public async Task<SaslStep> ScramAsync(string user, string password)
    {
        using var exchange = Authenticator.Begin(Session, "SCRAM-SHA-256");
        Assert.NotNull(exchange);
        return await ScramClient.RunAsync(exchange, user, password);
    }

    public static int CodeOf(SaslStep step) => step is SaslStep.Failure failure ? failure.Reply.Code : 235;

    public void Dispose() => Passwords.Dispose();

    private void AddUsers()
    {
        Storage.Directory.AddDomain("example.test");
        var alice = Storage.Directory.AddAccount("alice@example.test", "a1");
        var own = PasswordHashing.Create(Password, null, PasswordVerifier.MinIterations);
        Update(alice with { PasswordHash = own.ToString() });
        Add(new AppPassword { AccountId = "a1", Name = "phone", PasswordHash = PasswordHashing.Create(AppPassword, own).ToString() });
        Update(Storage.Directory.AddAccount("bob@example.test", "b1") with { PasswordHash = own.ToString(), Enabled = false });
        Storage.Directory.AddAccount("carol@example.test", "c1");
    }

    // In memory every task is complete when it is returned.
    private void Update(AccountEntry account) => Assert.True(Storage.Directory.UpdateAccountAsync(account, Token).AsTask().IsCompletedSuccessfully);

    private void Add(AppPassword password) => Assert.True(Storage.Credentials.AddAsync(password, Token).AsTask().IsCompletedSuccessfully);
}
