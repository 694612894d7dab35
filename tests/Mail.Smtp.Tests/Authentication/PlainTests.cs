namespace Mail.Smtp.Tests.Authentication;

public class PlainTests
{
    private readonly StubAccounts _accounts = new() { Passwords = { ["tim"] = ["tanstaaftanstaaf"], ["Kurt"] = ["xipj3plmq"] } };

    private ISaslExchange Begin(string mechanism = SaslMechanisms.Plain) => SaslMechanisms.Begin(mechanism, _accounts, [])!;

    // RFC 4616 §4, and the same name as authorization identity.
    [Theory]
    [InlineData("^@tim^@tanstaaftanstaaf")]
    [InlineData("tim^@tim^@tanstaaftanstaaf")]
    [InlineData("TIM^@tim^@tanstaaftanstaaf")]
    public async Task The_right_password_succeeds(string message)
    {
        using var exchange = Begin();
        Assert.Equal(new SaslStep.Success("tim", "PLAIN"), await exchange.SayAsync(message));
    }

    [Fact]
    public async Task Without_an_initial_response_an_empty_challenge_asks_for_it()
    {
        using var exchange = Begin();
        Assert.Equal("", (await exchange.SayAsync(null)).Text());
        Assert.IsType<SaslStep.Success>(await exchange.SayAsync("^@tim^@tanstaaftanstaaf"));
    }

    // RFC 4616 §4, second example: a user who would act as another.
    [Theory]
    [InlineData("Ursel^@Kurt^@xipj3plmq")]
    [InlineData("^@tim^@wrong")]
    [InlineData("^@tim^@tanstaaftanstaaf ")]
    [InlineData("^@nobody^@tanstaaftanstaaf")]
    public async Task Anything_else_is_535(string message)
    {
        using var exchange = Begin();
        Assert.Equal(535, (await exchange.SayAsync(message)).Code());
    }

    [Theory]
    [InlineData("")]
    [InlineData("tim")]
    [InlineData("tim^@tanstaaftanstaaf")]
    [InlineData("^@^@")]
    [InlineData("^@tim^@")]
    [InlineData("^@^@tanstaaftanstaaf")]
    [InlineData("^@tim^@tanstaaf^@tanstaaf")]
    [InlineData("^@^@tim^@tanstaaftanstaaf")]
    public async Task What_is_no_message_of_PLAIN_is_501_and_nobody_is_asked(string message)
    {
        using var exchange = Begin();
        Assert.Equal(501, (await exchange.SayAsync(message)).Code());
        Assert.Empty(_accounts.Asked);
    }

    [Fact]
    public async Task Malformed_UTF_8_and_endless_parts_are_501()
    {
        foreach (var message in new byte[][]
        {
            [0, .. "tim"u8, 0, 0xff, 0xfe],
            [0, 0xc0, 0x80, 0, .. "x"u8],
            [0, .. "tim"u8, 0, .. new string('x', 4097).Select(c => (byte)c)],
            [0, .. new string('x', 256).Select(c => (byte)c), 0, .. "x"u8],
        })
        {
            using var exchange = Begin();
            Assert.Equal(501, (await exchange.NextAsync(message, TestContext.Current.CancellationToken)).Code());
        }

        Assert.Empty(_accounts.Asked);
    }

    [Fact]
    public async Task A_temporary_failure_stays_temporary()
    {
        _accounts.Refusal = new(SaslReplies.Temporary);
        using var exchange = Begin();
        Assert.Equal(454, (await exchange.SayAsync("^@tim^@wrong")).Code());
    }

    [Fact]
    public async Task LOGIN_asks_for_name_and_password()
    {
        using var exchange = Begin("login");
        Assert.Equal("Username:", (await exchange.SayAsync(null)).Text());
        Assert.Equal("Password:", (await exchange.SayAsync("tim")).Text());
        Assert.Equal(new SaslStep.Success("tim", "LOGIN"), await exchange.SayAsync("tanstaaftanstaaf"));
    }

    [Fact]
    public async Task LOGIN_takes_the_name_as_initial_response_and_an_empty_one_for_none()
    {
        using var named = Begin("LOGIN");
        Assert.IsType<SaslStep.Success>(await named.RunAsync("tim", "tanstaaftanstaaf"));
        using var unnamed = Begin("LOGIN");
        Assert.IsType<SaslStep.Success>(await unnamed.RunAsync("", "tim", "tanstaaftanstaaf"));
    }

    [Theory]
    [InlineData(535, "tim", "wrong")]
    [InlineData(501, "", "")]
    [InlineData(501, "ti^@m")]
    [InlineData(501, "tim", "")]
    public async Task LOGIN_refuses_the_rest(int code, params string[] messages)
    {
        using var exchange = Begin("LOGIN");
        Assert.Equal(code, (await exchange.RunAsync(messages)).Code());
    }

    [Theory]
    [InlineData("CRAM-MD5")]
    [InlineData("")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    public void Other_mechanisms_and_PLUS_without_a_binding_do_not_begin(string mechanism) =>
        Assert.Null(SaslMechanisms.Begin(mechanism, _accounts, []));
}
