using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

public sealed class Pop3SourceTests : IAsyncDisposable
{
    private readonly PopWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Messages_come_as_they_are()
    {
        _world.Mailbox.AddMany(50);
        _world.Mailbox.Add("8bit", "From: a\r\n\r\n\u00e4\u00f6\r\n.\u00fc\r\n..\r\n");
        var read = await _world.ReadAllAsync();
        Assert.Equal(51, read.Count);
        Assert.All(_world.Mailbox.Messages, message => Assert.Equal(System.Text.Encoding.Latin1.GetString(message.Content), read[message.Uid]));
    }

    [Fact]
    public async Task A_host_may_be_an_address()
    {
        _world.Mailbox.AddMany(2);
        Assert.Equal(2, (await _world.ReadAllAsync(_world.Account with { Host = "[127.0.0.1]" })).Count);
    }

    [Fact]
    public async Task An_empty_mailbox_is_no_failure() => Assert.Empty(await _world.ReadAllAsync());

    [Fact]
    public async Task Deleting_takes_effect_when_the_session_is_closed_and_not_when_it_is_cut()
    {
        _world.Mailbox.AddMany(3);
        await using (var cut = await _world.OpenAsync())
        {
            await cut.OpenAsync("INBOX", Token);
            await cut.DeleteAsync(await cut.ListAsync(Token), Token);
        }

        Assert.Equal(3, _world.Mailbox.Messages.Count);
        await using var closed = await _world.OpenAsync();
        await closed.OpenAsync("INBOX", Token);
        await closed.DeleteAsync([.. (await closed.ListAsync(Token)).Take(2)], Token);
        await closed.CloseAsync(Token);
        Assert.Equal("uid-2", Assert.Single(_world.Mailbox.Messages).Uid);
    }

    [Fact]
    public async Task The_revision_changes_when_messages_come_or_go()
    {
        _world.Mailbox.AddMany(3);
        async Task<string?> RevisionAsync()
        {
            await using var mailbox = await _world.OpenAsync();
            return (await mailbox.OpenAsync("INBOX", Token))!.Revision;
        }

        var before = await RevisionAsync();
        Assert.Equal(before, await RevisionAsync());
        _world.Mailbox.Add("other", ScriptedMailbox.Message(4));
        Assert.NotEqual(before, await RevisionAsync());
    }

    [Fact]
    public async Task Without_UIDL_messages_have_no_names_and_headers_can_be_read()
    {
        _world.Mailbox.AddMany(3);
        _world.Server.Capabilities = ["USER", "TOP"];
        await using var mailbox = await _world.OpenAsync();
        var folder = await mailbox.OpenAsync("INBOX", Token);
        Assert.False(folder!.HasUids);
        Assert.Null(folder.Revision);
        var headers = new List<string>();
        await mailbox.ReadHeadersAsync(
            await mailbox.ListAsync(Token),
            async (_, content, token) =>
            {
                using var reader = new StreamReader(content);
                var header = await reader.ReadToEndAsync(token);
                lock (headers)
                {
                    headers.Add(header);
                }
            },
            Token);
        Assert.Equal(3, headers.Count);
        Assert.All(headers, header => Assert.DoesNotContain("Hello", header, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RemoteTls.StartTls)]
    [InlineData(RemoteTls.Implicit)]
    public async Task TLS_is_with_a_good_certificate_only(RemoteTls tls)
    {
        using var good = TestCertificate.For(["pop.far.test"]);
        using var other = TestCertificate.For(["elsewhere.test"]);
        using var certificate = X509CertificateLoader.LoadPkcs12(good.ToPkcs12("x"), "x");
        using var wrong = X509CertificateLoader.LoadPkcs12(other.ToPkcs12("x"), "x");
        _world.Mailbox.AddMany(3);
        _world.Server.IsImplicitTls = tls == RemoteTls.Implicit;
        _world.Server.Certificate = certificate;
        var account = _world.Account with { Tls = tls };
        Assert.Equal(3, (await _world.ReadAllAsync(account)).Count);
        await using (var mailbox = await _world.OpenAsync(account))
        {
            Assert.Equal("POP3S", mailbox.Peer.Protocol);
            Assert.StartsWith("TLSv1.", mailbox.Peer.TlsProtocol, StringComparison.Ordinal);
        }

        _world.Server.Certificate = wrong;
        var heard = _world.Server.Commands.Count;
        var error = await _world.FailAsync(account);
        Assert.Equal(RemoteFailure.Tls, error.Failure);
        Assert.Contains("another name", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Server.Commands.Skip(heard), command => command.Contains("alice", StringComparison.Ordinal));

        // A fingerprint is for this one and no other, whoever has signed it.
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(wrong.RawData));
        Assert.Equal(3, (await _world.ReadAllAsync(account with { Fingerprint = fingerprint })).Count);
        _world.Server.Certificate = certificate;
        Assert.Contains("fingerprint", (await _world.FailAsync(account with { Fingerprint = fingerprint })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_password()
    {
        var error = await _world.FailAsync(_world.Account with { Tls = RemoteTls.StartTls });
        Assert.Equal(RemoteFailure.Tls, error.Failure);
        Assert.Equal(["STLS"], _world.Server.Commands);
    }

    [Fact]
    public async Task What_is_sent_behind_the_consent_to_TLS_is_not_taken_for_TLS()
    {
        using var good = TestCertificate.For(["pop.far.test"]);
        using var certificate = X509CertificateLoader.LoadPkcs12(good.ToPkcs12("x"), "x");
        _world.Server.Certificate = certificate;
        _world.Mailbox.AddMany(1);
        _world.Server.Answer = command => command == "STLS" ? "+OK begin\r\n+OK injected\r\nSASL X\r\n.\r\n" : null;
        // The octets are no TLS record.
        Assert.Equal(RemoteFailure.Tls, (await _world.FailAsync(_world.Account with { Tls = RemoteTls.StartTls })).Failure);
    }

    [Fact]
    public async Task APOP_is_used_only_where_the_account_asks_for_it()
    {
        _world.Server.Greeting = "+OK <1896.697170952@far.test> ready";
        _world.Server.Capabilities = ["USER", "UIDL", "TOP"];
        _world.Mailbox.AddMany(1);
        await _world.ReadAllAsync();
        Assert.DoesNotContain(_world.Server.Commands, command => command.StartsWith("APOP", StringComparison.Ordinal));
        Assert.Single(await _world.ReadAllAsync(_world.Account with { Authentication = RemoteAuthentication.Apop }));
        Assert.Contains(_world.Server.Commands, command => command.StartsWith("APOP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-ERR [AUTH] wrong password", RemoteFailure.Credentials, true)]
    [InlineData("-ERR no", RemoteFailure.Credentials, false)]
    [InlineData("-ERR [IN-USE] somebody reads", RemoteFailure.Busy, false)]
    [InlineData("-ERR [SYS/TEMP] later", RemoteFailure.Busy, false)]
    [InlineData("-ERR [LOGIN-DELAY] too often", RemoteFailure.Busy, false)]
    public async Task A_refused_login_says_whether_the_password_is_wrong(string answer, RemoteFailure expected, bool isFinal)
    {
        _world.Server.Capabilities = ["USER", "UIDL", "RESP-CODES"];
        _world.Server.Answer = command => command.StartsWith("PASS", StringComparison.Ordinal) ? answer + "\r\n" : null;
        var error = await _world.FailAsync();
        Assert.Equal(expected, error.Failure);
        Assert.Equal(isFinal, error.IsFinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inside.test")]
    [InlineData("meta.test")]
    [InlineData("[169.254.169.254]")]
    [InlineData("[::1]")]
    [InlineData("mx.example.test")]
    public async Task Nobody_makes_us_connect_to_what_is_inside(string host)
    {
        var error = await _world.FailAsync(_world.Account with { Host = host });
        Assert.Equal(RemoteFailure.Settings, error.Failure);
        Assert.Equal(0, _world.Server.Connections);
    }

    [Fact]
    public async Task A_message_that_the_server_does_not_give_away_is_left_out()
    {
        _world.Mailbox.AddMany(5);
        _world.Server.Answer = command => command == "RETR 3" ? "-ERR disk error\r\n" : null;
        var read = await _world.ReadAllAsync();
        Assert.Equal(["uid-0", "uid-1", "uid-3", "uid-4"], read.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sessions_share_the_memory_that_there_is()
    {
        _world.Mailbox.AddMany(40, size: 200_000);
        _world.Options = _world.Options with { Memory = 1024 * 1024 };
        var remote = new RemoteMailboxes(_world.Dns, _world.Options, _world.Secrets, _world.Secrets, TimeProvider.System);
        var (now, most) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), Token, async (_, token) =>
        {
            await using var mailbox = await remote.OpenAsync(_world.Account, token);
            await mailbox.OpenAsync("INBOX", token);
            foreach (var message in (await mailbox.ListAsync(token)).Take(5))
            {
                await mailbox.ReadAsync(
                    [message],
                    async (_, content, _) =>
                    {
                        most = Math.Max(most, Interlocked.Increment(ref now));
                        await Task.Yield();
                        Interlocked.Decrement(ref now);
                    },
                    token);
            }
        });
        Assert.InRange(most, 1, 5);
    }
}
