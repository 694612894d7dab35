using System.Text;

namespace Mail.Gateway.Tests;

/// <summary>STARTTLS and AUTH: what somebody may try, and what he hears.</summary>
public sealed class LoginAttemptTests(SharedSubmission shared) : IClassFixture<SharedSubmission>
{
    // The port, the last answer, the commands.
    [Theory]
    [InlineData("smtp", "220 2.0.0", "EHLO client.test", "STARTTLS")]
    [InlineData("submission", "220 2.0.0", "EHLO client.test", "STARTTLS")]
    [InlineData("submission", "220 2.0.0", "EHLO client.test", "starttls")]
    [InlineData("submission", "503 5.5.1", "STARTTLS")]
    [InlineData("submission", "501 5.5.4", "EHLO client.test", "STARTTLS now")]
    [InlineData("smtp", "503 5.5.1", "EHLO client.test", "MAIL FROM:<x@sender.test>", "STARTTLS")]
    [InlineData("submission", "530 5.7.0", "EHLO client.test", "MAIL FROM:<alice@example.test>")]
    [InlineData("submission", "500 5.5.2", "EHLO client.test", "AUTH\0PLAIN")]
    [InlineData("submission", "501 5.5.4", "EHLO client.test", "AUTH")]
    [InlineData("submission", "501 5.5.2", "EHLO client.test", "AUTH PLAIN not-base64!")]
    [InlineData("submission", "501 5.7.0", "EHLO client.test", "AUTH LOGIN", "*")]
    [InlineData("submission", "503 5.5.1", "AUTH PLAIN")]
    public async Task In_the_wrong_place_or_form(string listener, string answer, params string[] commands)
    {
        using var client = await SmtpDialog.ConnectAsync(shared.Bench.Gateway.PortOf(listener));
        var reply = await client.ReadAsync();
        foreach (var command in commands)
        {
            reply = await client.CommandAsync(command);
        }

        Assert.StartsWith(answer, reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_TLS_there_is_no_second_STARTTLS_and_no_second_AUTH()
    {
        using var client = await SmtpDialog.ConnectAsync(shared.Bench.Gateway.PortOf("submission"));
        await client.StartTlsAsync();
        Assert.DoesNotContain("STARTTLS", await client.EhloAsync(), StringComparison.Ordinal);
        Assert.StartsWith("503 5.5.1", await client.CommandAsync("STARTTLS"), StringComparison.Ordinal);
        var login = "AUTH PLAIN " + SubmissionBench.Plain(await shared.Bench.NewUserAsync(), "secret");
        Assert.StartsWith("235 2.7.0", await client.CommandAsync(login), StringComparison.Ordinal);
        Assert.StartsWith("503 5.5.1", await client.CommandAsync(login), StringComparison.Ordinal);
    }

    // The mechanism, the last answer, the client's messages.
    [Theory]
    [InlineData("PLAIN", "235 2.7.0", "\0{user}\0secret")]
    [InlineData("PLAIN", "235 2.7.0", "\0{user}\0app")]
    [InlineData("PLAIN", "235 2.7.0", "{user}\0{user}\0secret")]
    [InlineData("PLAIN", "535 5.7.8", "\0{user}\0wrong")]
    [InlineData("PLAIN", "501 5.5.2", "\0{user}\0")]
    [InlineData("PLAIN", "535 5.7.8", "\0nobody@example.test\0secret")]
    [InlineData("PLAIN", "535 5.7.8", "bob@example.test\0{user}\0secret")]
    [InlineData("PLAIN", "501 5.5.2", "{user}\0secret")]
    [InlineData("LOGIN", "235 2.7.0", "{user}", "secret")]
    [InlineData("LOGIN", "535 5.7.8", "{user}", "wrong")]
    [InlineData("SCRAM-SHA-256", "535 5.7.8", "p=tls-unique,,n={user},r=abc")]
    [InlineData("SCRAM-SHA-256", "501 5.5.2", "n,,r=abc,n={user}")]
    [InlineData("SCRAM-SHA-256-PLUS", "504 5.5.4", "n,,n={user},r=abc")]
    [InlineData("OAUTHBEARER", "504 5.5.4", "n,,\u0001auth=Bearer x\u0001\u0001")]
    [InlineData("XOAUTH2", "504 5.5.4", "user={user}\u0001auth=Bearer x\u0001\u0001")]
    [InlineData("CRAM-MD5", "504 5.5.4", "x")]
    [InlineData("NTLM", "504 5.5.4", "x")]
    public async Task Each_mechanism(string mechanism, string answer, params string[] messages)
    {
        // A user of its own for each case: failures are counted.
        var user = await shared.Bench.NewUserAsync();
        using var client = await shared.Bench.ConnectAsync();
        var reply = await client.CommandAsync($"AUTH {mechanism} {Base64(messages[0], user)}");
        foreach (var message in messages[1..])
        {
            Assert.StartsWith("334 ", reply, StringComparison.Ordinal);
            reply = await client.CommandAsync(Base64(message, user));
        }

        Assert.StartsWith(answer, reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret", "235 2.7.0")]
    [InlineData("app", "235 2.7.0")]
    [InlineData("wrong", "535 5.7.8")]
    public async Task Scram_to_its_end(string password, string answer)
    {
        using var client = await shared.Bench.ConnectAsync();
        Assert.StartsWith(answer, await WireScram.RunAsync(client, await shared.Bench.NewUserAsync(), password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Between_servers_there_is_no_AUTH()
    {
        using var client = await shared.Bench.ConnectAsync("smtp");
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
        using var client = await shared.Bench.ConnectAsync();
        Assert.StartsWith("530 5.7.0", await client.CommandAsync("MAIL FROM:<alice@example.test>"), StringComparison.Ordinal);
    }

    private static string Base64(string text, string user) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Replace("{user}", user, StringComparison.Ordinal)));
}
