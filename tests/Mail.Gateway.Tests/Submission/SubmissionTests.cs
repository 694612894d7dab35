using Mail.Core;

namespace Mail.Gateway.Tests;

/// <summary>What becomes of a message that a user submits.</summary>
public sealed class SubmissionTests : IAsyncLifetime
{
    private const string Good = "From: alice@example.test\r\nSubject: hi\r\n\r\nText\r\n";

    private SubmissionBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await SubmissionBench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private async Task<(Envelope Envelope, string Content)> SpooledAsync(string message) =>
        await _bench.Gateway.OpenAsync(SmtpDialog.QueueIdOf(await _bench.SubmitAsync(message)));

    [Fact]
    public async Task It_is_completed_and_otherwise_left_alone()
    {
        var (envelope, content) = await SpooledAsync(
            "From: Alice <alice@example.test>\r\nBcc: secret@elsewhere.test\r\nSubject: Gr\u00fc\u00dfe\r\n\r\nBcc: stays\r\n\r\nFrom: stays@too.test\r\n");
        Assert.Equal(("alice@example.test", true, BodyType.EightBitMime), (envelope.AuthenticatedUser, envelope.SmtpUtf8, envelope.Body));
        Assert.Equal(("UTF8SMTPA", "127.0.0.1"), (envelope.Protocol, envelope.ClientAddress));
        var received = content[..content.IndexOf("From: Alice", StringComparison.Ordinal)];
        Assert.StartsWith("Received: from unknown\r\n\tby mx.example.test", received, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", received, StringComparison.Ordinal);
        Assert.DoesNotContain("client.test", received, StringComparison.Ordinal);
        Assert.Matches(
            "^From: Alice <alice@example.test>\r\nSubject: Gr\u00fc\u00dfe\r\nDate: [^\r]+\r\nMessage-ID: <" + envelope.QueueId
                + "@mx.example.test>\r\n\r\nBcc: stays\r\n\r\nFrom: stays@too.test\r\n$",
            content[received.Length..]);
    }

    [Fact]
    public async Task The_client_is_shown_when_the_operator_wants_it()
    {
        _bench.Gateway.Storage.Settings.Set("hide-client-address", "no");
        Assert.StartsWith("Received: from client.test ([127.0.0.1])", (await SpooledAsync(Good)).Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("From: alice@example.test\r\n\r\n", ">\r\n\r\n")]
    [InlineData("From: alice@example.test\r\n", ">\r\n")]
    public async Task It_may_have_no_body(string message, string end) =>
        Assert.EndsWith(end, (await SpooledAsync(message)).Content, StringComparison.Ordinal);

    [Fact]
    public async Task A_large_body_arrives_as_it_was_sent()
    {
        var message = "From: alice@example.test\r\nDate: x\r\nMessage-ID: <x>\r\n\r\n"
            + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} of a large body\r\n"));
        Assert.EndsWith("\r\n" + message, (await SpooledAsync(message)).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_disabled_meanwhile_ends()
    {
        using var client = await _bench.LogInAsync();
        var directory = _bench.Gateway.Storage.Directory;
        var alice = (await directory.FindAccountAsync("example.test", "alice", TestContext.Current.CancellationToken))!;
        await directory.UpdateAccountAsync(alice with { Enabled = false }, TestContext.Current.CancellationToken);
        Assert.StartsWith("530 5.7.0", await client.CommandAsync("MAIL FROM:<alice@example.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_are_counted()
    {
        _bench.Gateway.Storage.Settings.Set("submission-recipients-per-hour", "3");
        using var client = await _bench.LogInAsync();
        await client.CommandAsync("MAIL FROM:<alice@example.test>");
        Assert.StartsWith("550 5.1.1", await client.CommandAsync("RCPT TO:<nobody@example.test>"), StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            Assert.StartsWith("250 2.1.5", await client.CommandAsync($"RCPT TO:<friend{i}@elsewhere.test>"), StringComparison.Ordinal);
        }

        Assert.StartsWith("450 4.7.1", await client.CommandAsync("RCPT TO:<friend9@elsewhere.test>"), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await client.CommandAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0", await client.CommandAsync(Good + "."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_temporary_everywhere()
    {
        using var client = await _bench.LogInAsync();
        using var late = await _bench.ConnectAsync();
        _bench.Gateway.Storage.Directory.Faults.Unavailable = true;
        var reply = await late.CommandAsync("AUTH PLAIN " + SubmissionBench.Plain("alice@example.test", "secret"));
        Assert.StartsWith("454 4.7.0", reply, StringComparison.Ordinal);
        Assert.StartsWith("451 4.3.0", await client.CommandAsync("MAIL FROM:<alice@example.test>"), StringComparison.Ordinal);
    }
}
