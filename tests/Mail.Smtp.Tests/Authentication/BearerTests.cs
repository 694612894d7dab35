namespace Mail.Smtp.Tests.Authentication;

public class BearerTests
{
    private const string Token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    private readonly StubAccounts _accounts = new() { Tokens = { [Token] = "user@example.com" } };

    private ISaslExchange Begin(string mechanism) => SaslMechanisms.Begin(mechanism, _accounts, [])!;

    // RFC 7628 §4.1, and what may differ.
    [Theory]
    [InlineData("n,a=user@example.com,^Ahost=server.example.com^Aport=143^Aauth=Bearer " + Token + "^A^A")]
    [InlineData("n,,^Aauth=Bearer " + Token + "^A^A")]
    [InlineData("y,,^Aauth=bearer  " + Token + "^A^A")]
    [InlineData("n,a=user@example.com,^Aauth=BEARER " + Token + "^Aport=587^A^A")]
    public async Task OAUTHBEARER_takes_a_token(string message)
    {
        using var exchange = Begin("OAUTHBEARER");
        Assert.Equal(new SaslStep.Success("user@example.com", "OAUTHBEARER"), await exchange.SayAsync(message));
    }

    [Fact]
    public async Task XOAUTH2_takes_a_token()
    {
        using var exchange = Begin("XOAUTH2");
        Assert.Equal("", (await exchange.SayAsync(null)).Text());
        Assert.Equal(
            new SaslStep.Success("user@example.com", "XOAUTH2"),
            await exchange.SayAsync($"user=user@example.com^Aauth=Bearer {Token}^A^A"));
    }

    // RFC 7628 §3.2.3: the server says why, the client acknowledges, the server fails.
    [Theory]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer other^A^A", "^A")]
    [InlineData("XOAUTH2", "user=user@example.com^Aauth=Bearer other^A^A", "")]
    public async Task A_bad_token_is_explained_and_then_refused(string mechanism, string message, string acknowledgement)
    {
        _accounts.Refusal = new(SaslReplies.Invalid) { BearerStatus = "invalid_token" };
        using var exchange = Begin(mechanism);
        Assert.Equal("""{"status":"invalid_token","schemes":"bearer"}""", (await exchange.SayAsync(message)).Text());
        Assert.Equal(535, (await exchange.SayAsync(acknowledgement)).Code());
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_454_at_once()
    {
        _accounts.Refusal = new(SaslReplies.Temporary);
        using var exchange = Begin("OAUTHBEARER");
        Assert.Equal(454, (await exchange.SayAsync("n,,^Aauth=Bearer other^A^A")).Code());
    }

    [Theory]
    [InlineData("OAUTHBEARER", "")]
    [InlineData("OAUTHBEARER", "n,,")]
    [InlineData("OAUTHBEARER", "n,,^A^A")]
    [InlineData("OAUTHBEARER", "n,,^A^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer x")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer x^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer ^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Basic x^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer a b^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer a^@b^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Aauth=Bearer x^Aauth=Bearer y^A^A")]
    [InlineData("OAUTHBEARER", "n,,^Ahost=x^A^A")]
    [InlineData("OAUTHBEARER", "n,,x^Aauth=Bearer x^A^A")]
    [InlineData("OAUTHBEARER", "p=tls-exporter,,^Aauth=Bearer x^A^A")]
    [InlineData("OAUTHBEARER", "user=a@x^Aauth=Bearer x^A^A")]
    [InlineData("XOAUTH2", "")]
    [InlineData("XOAUTH2", "user=")]
    [InlineData("XOAUTH2", "user=^Aauth=Bearer x^A^A")]
    [InlineData("XOAUTH2", "user=a@x^A^A")]
    [InlineData("XOAUTH2", "user=a@x^Auser=b@x^Aauth=Bearer x^A^A")]
    [InlineData("XOAUTH2", "auth=Bearer x^A^A")]
    [InlineData("XOAUTH2", "n,,^Aauth=Bearer x^A^A")]
    public async Task What_is_no_message_is_501_and_nobody_is_asked(string mechanism, string message)
    {
        using var exchange = Begin(mechanism);
        Assert.Equal(501, (await exchange.SayAsync(message)).Code());
        Assert.Empty(_accounts.Asked);
    }

    [Fact]
    public async Task An_endless_token_is_501()
    {
        using var exchange = Begin("XOAUTH2");
        Assert.Equal(501, (await exchange.SayAsync($"user=a@x^Aauth=Bearer {new string('x', 10_000)}^A^A")).Code());
    }
}
