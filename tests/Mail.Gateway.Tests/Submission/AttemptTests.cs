using System.Text;

namespace Mail.Gateway.Tests;

/// <summary>What somebody may try, and what he hears.</summary>
public sealed class AttemptTests : IAsyncLifetime
{
    private SubmissionBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await SubmissionBench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    // The mechanism, the last answer, the client's messages.
    [Theory]
    [InlineData("PLAIN", "235 2.7.0", "\0alice@example.test\0secret")]
    [InlineData("PLAIN", "235 2.7.0", "\0alice@example.test\0app")]
    [InlineData("PLAIN", "535 5.7.8", "\0alice@example.test\0wrong")]
    [InlineData("PLAIN", "535 5.7.8", "\0nobody@example.test\0secret")]
    [InlineData("PLAIN", "535 5.7.8", "bob@example.test\0alice@example.test\0secret")]
    [InlineData("PLAIN", "501 5.5.2", "alice@example.test\0secret")]
    [InlineData("LOGIN", "235 2.7.0", "alice@example.test", "secret")]
    [InlineData("LOGIN", "535 5.7.8", "alice@example.test", "wrong")]
    [InlineData("SCRAM-SHA-256", "535 5.7.8", "p=tls-unique,,n=alice@example.test,r=abc")]
    [InlineData("SCRAM-SHA-256", "501 5.5.2", "n,,r=abc,n=alice@example.test")]
    [InlineData("SCRAM-SHA-256-PLUS", "504 5.5.4", "n,,n=alice@example.test,r=abc")]
    [InlineData("OAUTHBEARER", "504 5.5.4", "n,,\u0001auth=Bearer x\u0001\u0001")]
    [InlineData("CRAM-MD5", "504 5.5.4", "x")]
    public async Task Each_mechanism(string mechanism, string answer, params string[] messages)
    {
        using var client = await _bench.ConnectAsync();
        var reply = await client.CommandAsync($"AUTH {mechanism} {Base64(messages[0])}");
        foreach (var message in messages[1..])
        {
            Assert.StartsWith("334 ", reply, StringComparison.Ordinal);
            reply = await client.CommandAsync(Base64(message));
        }

        Assert.StartsWith(answer, reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret", "235 2.7.0")]
    [InlineData("app", "235 2.7.0")]
    [InlineData("wrong", "535 5.7.8")]
    public async Task Scram_to_its_end(string password, string answer)
    {
        using var client = await _bench.ConnectAsync();
        Assert.StartsWith(answer, await WireScram.RunAsync(client, "alice@example.test", password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Between_servers_there_is_no_AUTH()
    {
        using var client = await _bench.ConnectAsync("smtp");
        Assert.DoesNotContain("AUTH", await client.EhloAsync(), StringComparison.Ordinal);
        var reply = await client.CommandAsync("AUTH PLAIN " + SubmissionBench.Plain("alice@example.test", "secret"));
        Assert.StartsWith("502 5.5.1", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_TLS_there_is_no_AUTH()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync("submission");
        await client.ReadAsync();
        Assert.DoesNotContain("AUTH", await client.EhloAsync(), StringComparison.Ordinal);
        Assert.StartsWith("538 5.7.11", await client.CommandAsync("AUTH PLAIN " + SubmissionBench.Plain("a", "b")), StringComparison.Ordinal);
        Assert.StartsWith("530 5.7.0", await client.CommandAsync("MAIL FROM:<alice@example.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submission_without_AUTH_is_530()
    {
        using var client = await _bench.ConnectAsync();
        Assert.StartsWith("530 5.7.0", await client.CommandAsync("MAIL FROM:<alice@example.test>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@example.test", "250 2.1.0")]
    [InlineData("Alice@EXAMPLE.test", "250 2.1.0")]
    [InlineData("alice+lists@example.test", "250 2.1.0")]
    [InlineData("sales@example.test", "250 2.1.0")]
    [InlineData("team@example.test", "250 2.1.0")]
    [InlineData("alice@alias.test", "250 2.1.0")]
    [InlineData("boss@example.test", "250 2.1.0")]
    [InlineData("anybody@news.test", "250 2.1.0")]
    [InlineData("", "250 2.1.0")]
    [InlineData("bob@example.test", "553 5.7.1")]
    [InlineData("boss+x@example.test", "553 5.7.1")]
    [InlineData("outside@example.test", "553 5.7.1")]
    [InlineData("nobody@example.test", "553 5.7.1")]
    [InlineData("alice@relay.test", "553 5.7.1")]
    [InlineData("alice@elsewhere.test", "553 5.7.1")]
    [InlineData("x@sub.news.test", "553 5.7.1")]
    public async Task Sender_of_the_envelope(string sender, string answer)
    {
        using var client = await _bench.LogInAsync();
        Assert.StartsWith(answer, await client.CommandAsync($"MAIL FROM:<{sender}>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("From: alice@example.test\r\n")]
    [InlineData("From: \"The Boss\" <boss@example.test>\r\nSender: sales@example.test\r\n")]
    [InlineData("From: alice+x@example.test, anybody@news.test\r\n")]
    [InlineData("From: \"ceo@bank.test\" <alice@example.test>\r\n")]
    [InlineData("From: =?utf-8?q?ceo=40bank.test?= <alice@example.test>\r\n")]
    [InlineData("FROM :\r\n alice@example.test\r\n")]
    [InlineData("From: alice@example.test\r\nResent-From: sales@example.test\r\n")]
    public async Task A_header_of_ones_own_passes(string fields) =>
        Assert.StartsWith("250 2.0.0", await _bench.SubmitAsync(fields + "Subject: hi\r\n\r\nText\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("550 5.7.1", "From: bob@example.test\r\n")]
    [InlineData("550 5.7.1", "From: alice@example.test, bob@example.test\r\n")]
    [InlineData("550 5.7.1", "From: Friends: alice@example.test, ceo@bank.test;\r\n")]
    [InlineData("550 5.7.1", "From:\r\n =?utf-8?q?alice=40example.test?=\r\n <ceo@bank.test>\r\n")]
    [InlineData("550 5.7.1", "From: \"alice@example.test\" <ceo@bank.test>\r\n")]
    [InlineData("550 5.7.1", "From: (alice@example.test) ceo@bank.test\r\n")]
    [InlineData("550 5.7.1", "From: alice@example.test\r\nSender: ceo@bank.test\r\n")]
    [InlineData("550 5.7.1", "From: alice@example.test\r\nResent-From: ceo@bank.test\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test <ceo@bank.test>\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test\r\nFrom: ceo@bank.test\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test\r\nfrom : alice@example.test\r\n")]
    [InlineData("550 5.6.0", "From: <=?utf-8?q?ceo=40bank.test?=>\r\n")]
    [InlineData("550 5.6.0", "From: Nobody:;\r\n")]
    [InlineData("550 5.6.0", "From: <>\r\n")]
    [InlineData("550 5.6.0", "From:\r\n")]
    [InlineData("550 5.6.0", "To: bob@example.test\r\n")]
    [InlineData("550 5.6.0", "not a header at all\r\n")]
    [InlineData("550 5.6.0", "From: alice@example.test\r\nno colon here\r\n")]
    public async Task A_forged_header_is_refused_and_nothing_is_kept(string answer, string fields)
    {
        Assert.StartsWith(answer, await _bench.SubmitAsync(fields + "Subject: hi\r\n\r\nText\r\n"), StringComparison.Ordinal);
        Assert.Empty(await _bench.Gateway.SpooledAsync());
        Assert.Empty(_bench.Gateway.Pointers);
    }

    [Fact]
    public async Task A_header_without_end_is_refused()
    {
        var large = "From: alice@example.test\r\n" + string.Concat(Enumerable.Repeat("X-Long: " + new string('x', 900) + "\r\n", 300));
        Assert.StartsWith("552 5.3.4", await _bench.SubmitAsync(large + "\r\nText\r\n"), StringComparison.Ordinal);
        var many = "From: alice@example.test\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 1000));
        Assert.StartsWith("550 5.6.0", await _bench.SubmitAsync(many + "\r\nText\r\n"), StringComparison.Ordinal);
        Assert.Empty(await _bench.Gateway.SpooledAsync());
    }

    // Every way to make us somebody's relay, on the port between servers.
    [Theory]
    [InlineData("victim@elsewhere.test", "550 5.7.1")]
    [InlineData("victim%elsewhere.test@example.test", "550 5.1.1")]
    [InlineData("\"victim@elsewhere.test\"@example.test", "550 5.1.1")]
    [InlineData("\"victim@elsewhere.test\"", "501 5.1.3")]
    [InlineData("@example.test:victim@elsewhere.test", "550 5.7.1")]
    [InlineData("@example.test,@alias.test:victim@elsewhere.test", "550 5.7.1")]
    [InlineData("victim@elsewhere.test@example.test", "501 5.1.3")]
    [InlineData("victim@example.test@elsewhere.test", "501 5.1.3")]
    [InlineData("elsewhere.test!victim", "501 5.1.3")]
    [InlineData("elsewhere.test!victim@example.test", "550 5.1.1")]
    [InlineData("victim@[127.0.0.1]", "550 5.7.1")]
    [InlineData("victim@[192.0.2.1]", "550 5.7.1")]
    [InlineData("victim@[IPv6:::1]", "550 5.7.1")]
    [InlineData("victim@localhost", "550 5.7.1")]
    [InlineData("victim@example.test.", "501 5.1.3")]
    [InlineData("victim@example.test.elsewhere.test", "550 5.7.1")]
    [InlineData("victim\uff20elsewhere.test@example.test", "550 5.1.1")]
    [InlineData("alice@\uff45xample.test", "250 2.1.5")]
    [InlineData("victim@\u0435xample.test", "550 5.7.1")]
    [InlineData("victim\0@elsewhere.test", "500 5.5.2")]
    [InlineData("victim@elsewhere.test> <alice@example.test", "555 5.5.4")]
    [InlineData("alice@example.test", "250 2.1.5")]
    [InlineData("anybody@relay.test", "250 2.1.5")]
    public async Task Relay_attempts(string recipient, string answer)
    {
        using var client = await _bench.ConnectAsync("smtp");
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<stranger@sender.test> SMTPUTF8"), StringComparison.Ordinal);
        Assert.StartsWith(answer, await client.CommandAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_authenticated_may_send_elsewhere()
    {
        using var client = await _bench.LogInAsync();
        await client.CommandAsync("MAIL FROM:<alice@example.test>");
        Assert.StartsWith("250 2.1.5", await client.CommandAsync("RCPT TO:<friend@elsewhere.test>"), StringComparison.Ordinal);
        Assert.StartsWith("550 5.1.1", await client.CommandAsync("RCPT TO:<nobody@example.test>"), StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
