using Mail.Testing.Smtp;

namespace Mail.Gateway.Tests;

/// <summary>How strangers try to reach others through us, and what they hear.</summary>
public sealed class RelayAttemptTests(SharedSubmission shared) : IClassFixture<SharedSubmission>
{
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
    [InlineData("victim%elsewhere.test@relay.test", "550 5.7.1")]
    [InlineData("\"victim%elsewhere.test\"@relay.test", "550 5.7.1")]
    [InlineData("\"victim@elsewhere.test\"@relay.test", "550 5.7.1")]
    [InlineData("elsewhere.test!victim@relay.test", "550 5.7.1")]
    [InlineData("@relay.test:victim@elsewhere.test", "550 5.7.1")]
    [InlineData("@elsewhere.test:alice@example.test", "250 2.1.5")]
    [InlineData("\"victim\"@elsewhere.test", "550 5.7.1")]
    [InlineData("victim%elsewhere.test", "501 5.1.3")]
    [InlineData("victim%elsewhere.test@[127.0.0.1]", "550 5.7.1")]
    [InlineData("victim@elsewhere.test%example.test", "501 5.1.3")]
    [InlineData("example.test!victim@elsewhere.test", "550 5.7.1")]
    [InlineData("victim@elsewhere.test,alice@example.test", "501 5.1.3")]
    [InlineData("victim@elsewhere.test(alice@example.test)", "501 5.1.3")]
    [InlineData("victim@0x7f000001", "550 5.7.1")]
    [InlineData("victim@xn--xample-2of.test", "550 5.7.1")]
    // Signs that look like or are mapped to @ and the full stop: small and fullwidth at, ideographic stop, one dot leader, zero width space.
    [InlineData("victim\ufe6belsewhere.test@example.test", "550 5.1.1")]
    [InlineData("victim@elsewhere\u3002test", "550 5.7.1")]
    [InlineData("alice@example\u3002test", "250 2.1.5")]
    [InlineData("victim@elsewhere\u2024test", "550 5.7.1")]
    [InlineData("victim@elsewhere.test\u200b", "550 5.7.1")]
    [InlineData("\u202ealice@example.test", "550 5.1.1")]
    public async Task Relay_attempts(string recipient, string answer)
    {
        using var client = await shared.Bench.ConnectAsync("smtp");
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<stranger@sender.test> SMTPUTF8"), StringComparison.Ordinal);
        Assert.StartsWith(answer, await client.CommandAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
    }

    // Octets that are no UTF-8: a lone Latin-1 letter, @ in two octets and in three, half of a surrogate pair, a sequence that ends too early.
    [Theory]
    [InlineData(@"victim\xe9@example.test")]
    [InlineData(@"victim\xc1\x80elsewhere.test@example.test")]
    [InlineData(@"victim\xe0\x81\x80elsewhere.test@example.test")]
    [InlineData(@"victim\xed\xa0\x80@example.test")]
    [InlineData(@"victim\xc3@example.test")]
    public async Task Relay_attempts_that_are_no_UTF8(string recipient)
    {
        using var client = await shared.Bench.ConnectAsync("smtp");
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<stranger@sender.test> SMTPUTF8"), StringComparison.Ordinal);
        await client.Stream.WriteAsync(SmtpDialogText.Decode($@"RCPT TO:<{recipient}>\r\n"), TestContext.Current.CancellationToken);
        Assert.StartsWith("500 5.5.2", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL FROM:<alice@example.test>")]
    [InlineData("MAIL FROM:<>")]
    [InlineData("MAIL FROM:<postmaster@elsewhere.test>")]
    [InlineData("MAIL FROM:<@example.test:alice@example.test>")]
    public async Task A_sender_opens_no_relay(string mail)
    {
        using var client = await shared.Bench.ConnectAsync("smtp");
        Assert.StartsWith("250 2.1.0", await client.CommandAsync(mail), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1", await client.CommandAsync("RCPT TO:<victim@elsewhere.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_UTF8_needs_SMTPUTF8()
    {
        using var client = await shared.Bench.ConnectAsync("smtp");
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<stranger@sender.test>"), StringComparison.Ordinal);
        Assert.StartsWith("553 5.6.7", await client.CommandAsync("RCPT TO:<victim\uff20elsewhere.test@example.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_authenticated_may_send_elsewhere()
    {
        using var client = await shared.Bench.LogInAsync();
        await client.CommandAsync("MAIL FROM:<alice@example.test>");
        Assert.StartsWith("250 2.1.5", await client.CommandAsync("RCPT TO:<friend@elsewhere.test>"), StringComparison.Ordinal);
        Assert.StartsWith("550 5.1.1", await client.CommandAsync("RCPT TO:<nobody@example.test>"), StringComparison.Ordinal);
    }
}
