using Mail.Core;
using Mail.Credentials;
using Mail.Smtp;

namespace Mail.Gateway.Tests;

public sealed class GatewayAuthenticatorTests : IDisposable
{
    private readonly LoginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("alice@example.test", LoginBench.Password)]
    [InlineData("Alice@EXAMPLE.test", LoginBench.Password)]
    [InlineData("alice@example.test", LoginBench.AppPassword)]
    public async Task Every_password_of_an_account_works_with_every_mechanism(string user, string password)
    {
        Assert.Equal(new SaslStep.Success("alice@example.test", "PLAIN"), await _bench.PlainAsync(user, password));
        Assert.Equal(new SaslStep.Success("alice@example.test", "SCRAM-SHA-256"), await _bench.ScramAsync(user, password));
    }

    [Theory]
    [InlineData("alice@example.test", "wrong")]
    [InlineData("bob@example.test", LoginBench.Password)]
    [InlineData("carol@example.test", "")]
    [InlineData("carol@example.test", "anything")]
    [InlineData("nobody@example.test", LoginBench.Password)]
    [InlineData("alice@elsewhere.test", LoginBench.Password)]
    [InlineData("alice", LoginBench.Password)]
    [InlineData("alice+x@example.test", LoginBench.Password)]
    public async Task Everything_else_is_535_and_takes_one_derivation(string user, string password)
    {
        var code = password.Length == 0 ? 501 : 535;
        Assert.Equal(code, LoginBench.CodeOf(await _bench.PlainAsync(user, password)));
        Assert.Equal(code == 501 ? 0 : 1, _bench.Passwords.Derivations);
        if (code == 535)
        {
            Assert.Equal(535, LoginBench.CodeOf(await _bench.ScramAsync(user, password)));
        }
    }

    [Fact]
    public async Task Who_exists_cannot_be_seen_in_the_questions_to_storage()
    {
        _bench.Storage.Faults.Fail(0);
        await _bench.PlainAsync("alice@example.test", "wrong");
        var known = _bench.Storage.Faults.Operations;
        _bench.Storage.Faults.Fail(0);
        await _bench.PlainAsync("nobody@example.test", "wrong");
        Assert.Equal(known, _bench.Storage.Faults.Operations);
    }

    [Fact]
    public async Task A_disabled_account_and_a_revoked_password_end_at_once()
    {
        Assert.Equal(235, LoginBench.CodeOf(await _bench.PlainAsync("alice@example.test", LoginBench.AppPassword)));
        await _bench.Storage.Credentials.RemoveAsync("a1", "phone", TestContext.Current.CancellationToken);
        Assert.Equal(535, LoginBench.CodeOf(await _bench.PlainAsync("alice@example.test", LoginBench.AppPassword)));
        Assert.Equal(235, LoginBench.CodeOf(await _bench.PlainAsync("alice@example.test", LoginBench.Password)));
        var alice = (await _bench.Storage.Directory.FindAccountAsync("example.test", "alice", TestContext.Current.CancellationToken))!;
        await _bench.Storage.Directory.UpdateAccountAsync(alice with { Enabled = false }, TestContext.Current.CancellationToken);
        Assert.Equal(535, LoginBench.CodeOf(await _bench.PlainAsync("alice@example.test", LoginBench.Password)));
        Assert.Equal(535, LoginBench.CodeOf(await _bench.ScramAsync("alice@example.test", LoginBench.Password)));
    }

    [Theory]
    [InlineData("alice@example.test")]
    [InlineData("nobody@example.test")]
    public async Task After_many_failures_the_answer_is_454_for_everybody(string user)
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(535, LoginBench.CodeOf(await _bench.PlainAsync(user, $"wrong{i}")));
        }

        var derivations = _bench.Passwords.Derivations;
        Assert.Equal(454, LoginBench.CodeOf(await _bench.PlainAsync(user, LoginBench.Password)));
        Assert.Equal(454, LoginBench.CodeOf(await _bench.ScramAsync(user, LoginBench.Password)));
        Assert.Equal(derivations, _bench.Passwords.Derivations);
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotEqual(454, LoginBench.CodeOf(await _bench.PlainAsync(user, LoginBench.Password)));
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_454()
    {
        _bench.Storage.Faults.Unavailable = true;
        Assert.Equal(454, LoginBench.CodeOf(await _bench.PlainAsync("alice@example.test", LoginBench.Password)));
        Assert.Equal(454, LoginBench.CodeOf(await _bench.ScramAsync("alice@example.test", LoginBench.Password)));
    }

    [Fact]
    public async Task The_use_of_an_app_password_is_noted_once_an_hour()
    {
        async Task<DateTimeOffset?> LastUsedAsync()
        {
            await _bench.PlainAsync("alice@example.test", LoginBench.AppPassword);
            await _bench.Logins.Uses.Last;
            return (await _bench.Storage.Credentials.FindAsync("a1", TestContext.Current.CancellationToken)).Single().LastUsedAt;
        }

        var first = _bench.Time.GetUtcNow();
        Assert.Equal(first, await LastUsedAsync());
        _bench.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(first, await LastUsedAsync());
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(_bench.Time.GetUtcNow(), await LastUsedAsync());
    }

    [Fact]
    public async Task Neither_passwords_nor_unknown_names_are_logged()
    {
        await _bench.PlainAsync("alice@example.test", "a-wrong-password");
        await _bench.PlainAsync("hunter2", "another-password");
        await _bench.PlainAsync("alice@example.test", LoginBench.Password);
        await _bench.ScramAsync("alice@example.test", LoginBench.AppPassword);
        var log = string.Join('\n', _bench.Log.All);
        Assert.Contains("user=alice@example.test", log, StringComparison.Ordinal);
        Assert.Contains("user=(no account)", log, StringComparison.Ordinal);
        Assert.Contains("app password 'phone'", log, StringComparison.Ordinal);
        foreach (var secret in new[] { "a-wrong-password", "hunter2", "another-password", LoginBench.Password, LoginBench.AppPassword })
        {
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Passwords_are_asked_for_on_submission_under_TLS_only()
    {
        string[] all = ["SCRAM-SHA-256", "PLAIN", "LOGIN"];
        Assert.Equal(all, _bench.Authenticator.Mechanisms(_bench.Session));
        _bench.Session = Session(submission: false, tls: true);
        Assert.Empty(_bench.Authenticator.Mechanisms(_bench.Session));
        Assert.Null(_bench.Authenticator.Begin(_bench.Session, "PLAIN"));
        _bench.Session = Session(submission: true, tls: false);
        Assert.Empty(_bench.Authenticator.Mechanisms(_bench.Session));
        Assert.Null(_bench.Authenticator.Begin(_bench.Session, "PLAIN"));
        Assert.Null(_bench.Authenticator.Begin(Session(submission: true, tls: true), "XOAUTH2"));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData(null, false)]
    public void Without_TLS_only_this_machine_may_and_only_by_setting(string? client, bool may)
    {
        using var bench = new LoginBench(new GatewayOptions { HostName = "mx.example.test", AuthWithoutTlsOnLoopback = true });
        Assert.Equal(may, bench.Authenticator.Mechanisms(Session(submission: true, tls: false, client)).Count > 0);
    }

    [Fact]
    public async Task PLUS_is_offered_by_setting_where_the_connection_has_a_binding()
    {
        using var bench = new LoginBench(new GatewayOptions { HostName = "mx.example.test", ScramPlus = true });
        Assert.DoesNotContain("SCRAM-SHA-256-PLUS", bench.Authenticator.Mechanisms(bench.Session));
        bench.Session.Tls = bench.Session.Tls! with { ServerEndPoint = new byte[] { 1, 2, 3 } };
        Assert.Equal("SCRAM-SHA-256-PLUS", bench.Authenticator.Mechanisms(bench.Session)[0]);
        using var exchange = bench.Authenticator.Begin(bench.Session, "SCRAM-SHA-256-PLUS")!;
        Assert.IsType<SaslStep.Success>(
            await ScramClient.RunAsync(exchange, "alice@example.test", LoginBench.Password, "p=tls-server-end-point,,", [1, 2, 3]));
    }

    [Fact]
    public async Task An_app_password_by_hand_with_another_salt_works_where_the_password_is_sent()
    {
        var other = PasswordHashing.Create("by hand", null, PasswordVerifier.MinIterations).ToString();
        await _bench.Storage.Credentials.AddAsync(
            new AppPassword { AccountId = "a1", Name = "hand", PasswordHash = other }, TestContext.Current.CancellationToken);
        Assert.Equal(235, LoginBench.CodeOf(await _bench.PlainAsync("alice@example.test", "by hand")));
        Assert.Equal(535, LoginBench.CodeOf(await _bench.ScramAsync("alice@example.test", "by hand")));
        Assert.Equal(235, LoginBench.CodeOf(await _bench.ScramAsync("alice@example.test", LoginBench.AppPassword)));
    }

    private static SmtpSessionInfo Session(bool submission, bool tls, string? client = "192.0.2.1") => new()
    {
        Id = "s",
        ClientAddress = client,
        IsSubmission = submission,
        Tls = tls ? new SmtpTlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384") : null,
    };
}
