using System.Security.Cryptography.X509Certificates;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>Servers that mean harm: each costs bounded memory and time, and leaves an error that a person can read.</summary>
public sealed class HostilePopServerTests : IAsyncDisposable
{
    // Small, so that the tests are quick; the bounds of the real ones are in FetchOptions.
    private readonly PopWorld _world = new();

    public HostilePopServerTests()
    {
        _world.Options = _world.Options with { IdleTimeout = TimeSpan.FromSeconds(2), RateGrace = TimeSpan.FromSeconds(1), LeastRate = 100_000 };
        _world.Mailbox.AddMany(3);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("(greeting)")]
    [InlineData("CAPA")]
    [InlineData("USER alice")]
    [InlineData("STAT")]
    [InlineData("UIDL")]
    [InlineData("LIST")]
    [InlineData("RETR 2")]
    public async Task A_line_without_end_is_cut_off(string at)
    {
        _world.Server.Capabilities = ["USER", "UIDL", "TOP"];
        var endless = "+OK " + new string('x', 4_000_000);
        await EndsAsync(at, endless, RemoteFailure.Limit);
    }

    [Theory]
    [InlineData("CAPA")]
    [InlineData("UIDL")]
    [InlineData("LIST")]
    [InlineData("RETR 2")]
    public async Task Lines_without_end_are_cut_off(string at) =>
        await EndsAsync(at, "+OK\r\n" + string.Concat(Enumerable.Range(1, 400_000).Select(i => $"{i} 17\r\n")), RemoteFailure.Limit, RemoteFailure.Protocol);

    [Theory]
    [InlineData("STAT", "+OK 2000000000 5\r\n")]
    [InlineData("STAT", "+OK -5 5\r\n")]
    [InlineData("STAT", "+OK 99999999999999999999 5\r\n")]
    [InlineData("STAT", "+OK many\r\n")]
    [InlineData("STAT", "+OK 3\r\n")]
    [InlineData("STAT", "what\r\n")]
    [InlineData("STAT", "")]
    [InlineData("LIST", "+OK\r\n1 5\r\n.\r\n")]
    [InlineData("LIST", "+OK\r\n1 5\r\n2 5\r\n3 5\r\n4 5\r\n2147483647 5\r\n.\r\n")]
    [InlineData("LIST", "+OK\r\n1 5\r\n1 5\r\n1 5\r\n.\r\n")]
    [InlineData("LIST", "+OK\r\n1 -5\r\n2 99999999999999999999\r\n3 x\r\n.\r\n")]
    [InlineData("LIST", "+OK\r\n7 5\r\n8 5\r\n9 5\r\n.\r\n")]
    [InlineData("UIDL", "+OK\r\n1 a\r\n2 b\r\n.\r\n")]
    [InlineData("UIDL", "+OK\r\n1\r\n2\r\n3\r\n.\r\n")]
    [InlineData("UIDL", "+OK\r\n9 a\r\n9 b\r\n9 c\r\n.\r\n")]
    [InlineData("UIDL", "+OK\r\n1 a\r\n2 b")]
    [InlineData("RETR 2", "+OK\r\nSubject: x\r\n")]
    [InlineData("CAPA", "+OK\r\nSASL \u0000\u0001\r\nUSER\r\r\n.\r\n")]
    [InlineData("(greeting)", "-ERR go away\r\n")]
    [InlineData("(greeting)", "220 smtp.far.test ESMTP\r\n")]
    [InlineData("(greeting)", "\u0000\u0001\u0002\r\n")]
    public async Task Nonsense_is_an_error_in_words_or_is_overlooked(string at, string answer)
    {
        _world.Server.Capabilities = ["USER", "UIDL", "TOP"];
        _world.Server.Answer = command => command == at ? answer : null;
        try
        {
            var read = await _world.ReadAllAsync();
            Assert.True(read.Count <= 3);
        }
        catch (RemoteMailboxException e)
        {
            Assert.NotEmpty(e.Message);
            Assert.DoesNotContain(e.Message, char.IsControl);
            Assert.NotEqual(RemoteFailure.Credentials, e.Failure);
        }
    }

    [Fact]
    public async Task A_message_that_is_larger_than_the_server_said_is_cut_off()
    {
        _world.Server.Answer = command => command == "RETR 1" ? "+OK\r\n" + new string('x', 2_000_000) + "\r\n.\r\n" : null;
        Assert.Equal(RemoteFailure.Limit, (await _world.FailAsync()).Failure);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left()
    {
        _world.Server.Pause = command => command == "LIST" ? Task.Delay(Timeout.Infinite, PopWorld.Token) : Task.CompletedTask;
        var error = await _world.FailAsync();
        Assert.Equal(RemoteFailure.Unreachable, error.Failure);
        Assert.Contains("said nothing", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_never_comes_to_the_end_does_not_keep_others_from_the_memory()
    {
        _world.Mailbox.Add("large", ScriptedMailbox.Message(9, 900_000));
        _world.Options = _world.Options with { Memory = 1024 * 1024, LeastRate = 0, MemoryGrace = TimeSpan.FromSeconds(1), MemoryRate = 10_000_000 };
        var remote = new RemoteMailboxes(_world.Dns, _world.Options with { IdleTimeout = TimeSpan.FromSeconds(50) }, _world.Secrets, _world.Secrets, TimeProvider.System);
        using var end = new CancellationTokenSource();
        _world.Server.Pause = command => command == "RETR 4" ? Task.Delay(Timeout.Infinite, end.Token) : Task.CompletedTask;
        async Task<int> ReadAsync(int number)
        {
            await using var mailbox = await remote.OpenAsync(_world.Account, PopWorld.Token);
            await mailbox.OpenAsync("INBOX", PopWorld.Token);
            var read = 0;
            await mailbox.ReadAsync([(await mailbox.ListAsync(PopWorld.Token))[number - 1]], (_, _, _) => Task.FromResult(Interlocked.Increment(ref read)), PopWorld.Token);
            return read;
        }

        var slow = ReadAsync(4);
        while (!_world.Server.Commands.Contains("RETR 4"))
        {
            await Task.Delay(10, PopWorld.Token);
        }

        var next = ReadAsync(4);
        Assert.Equal(1, await ReadAsync(1));
        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => slow);
        Assert.Equal(RemoteFailure.Limit, error.Failure);
        Assert.Contains("pop.far.test is too slow: other accounts wait", error.Message, StringComparison.Ordinal);
        await end.CancelAsync();
        await Assert.ThrowsAsync<RemoteMailboxException>(() => next);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("CAPA")]
    [InlineData("UIDL")]
    [InlineData("RETR 2")]
    public async Task A_server_that_sends_octet_by_octet_is_too_slow(string at)
    {
        _world.Server.Pace = command => command == at ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero;
        var error = await _world.FailAsync();
        Assert.Equal(RemoteFailure.Limit, error.Failure);
        Assert.Contains("too slow", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(RemoteTls.None)]
    [InlineData(RemoteTls.StartTls)]
    [InlineData(RemoteTls.Implicit)]
    public async Task A_message_that_is_cut_off_by_the_end_of_the_connection_is_no_message(RemoteTls tls)
    {
        using var made = TestCertificate.For(["pop.far.test"]);
        using var certificate = X509CertificateLoader.LoadPkcs12(made.ToPkcs12("x"), "x");
        _world.Server.Certificate = certificate;
        _world.Server.IsImplicitTls = tls == RemoteTls.Implicit;
        _world.Server.HangsUpAfter = command => command == "RETR 2";
        _world.Server.Answer = command => command == "RETR 2" ? "+OK\r\nSubject: half" : null;
        Assert.Equal(RemoteFailure.Unreachable, (await _world.FailAsync(_world.Account with { Tls = tls })).Failure);
    }

    [Fact]
    public async Task The_words_of_a_server_cannot_do_harm_where_they_are_shown()
    {
        _world.Server.Capabilities = ["USER"];
        _world.Server.Answer = command => command.StartsWith("PASS", StringComparison.Ordinal) ? "-ERR \u001b[2J" + new string('y', 3000) + "\r\n" : null;
        var error = await _world.FailAsync();
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.True(error.Message.Length < 400);
    }

    private async Task EndsAsync(string at, string answer, params RemoteFailure[] expected)
    {
        _world.Server.Answer = command => command == at ? answer : null;
        Assert.Contains((await _world.FailAsync()).Failure, expected);
    }
}
