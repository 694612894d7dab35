using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl.Tests;

public class PasswordHashingTests
{
    private const int Few = PasswordVerifier.MinIterations;

    // RFC 7677 §3.
    [Fact]
    public void The_keys_are_those_of_SCRAM()
    {
        var like = new PasswordVerifier(Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096, new byte[32], new byte[32]);
        Assert.Equal(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
            PasswordHashing.Create("pencil", like).ToString());
    }

    // RFC 4013 §3, and what keyboards differ in.
    [Theory]
    [InlineData("I\u00adX", "IX")]
    [InlineData("\u00aa", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("re\u0301sume\u0301", "r\u00e9sum\u00e9")]
    [InlineData("a\u00a0b", "a b")]
    [InlineData("\uff50\uff57", "pw")]
    public void One_password_in_two_spellings_is_one_password(string typed, string other)
    {
        Assert.True(PasswordHashing.Verify(PasswordHashing.Create(typed, null, Few).ToString(), other));
        Assert.True(PasswordHashing.Verify(PasswordHashing.Create(other, null, Few).ToString(), typed));
    }

    [Theory]
    [InlineData("USER", "user")]
    [InlineData("pass", "pass ")]
    [InlineData("\u00e9", "e")]
    public void Two_passwords_are_two(string one, string other) =>
        Assert.False(PasswordHashing.Verify(PasswordHashing.Create(one, null, Few).ToString(), other));

    // RFC 4013 §2.3.
    [Theory]
    [InlineData("")]
    [InlineData("\u00ad")]
    [InlineData("a\u0007")]
    [InlineData("a\u0085")]
    [InlineData("a\ue000")]
    [InlineData("a\u200eb")]
    [InlineData("a\ufffd")]
    public void What_no_password_may_have_verifies_nothing(string password)
    {
        Assert.False(PasswordHashing.IsAcceptable(password));
        Assert.Throws<ArgumentException>(() => PasswordHashing.Create(password, null, Few));
        Assert.False(PasswordHashing.Verify(PasswordHashing.Create("a", null, Few).ToString(), password));
    }

    [Fact]
    public void Lone_surrogates_and_endless_passwords_are_refused()
    {
        Assert.False(PasswordHashing.IsAcceptable("a" + (char)0xd800));
        Assert.False(PasswordHashing.IsAcceptable(new string('x', 1025)));
        Assert.True(PasswordHashing.IsAcceptable(new string('\u00e4', 1024)));
    }

    [Fact]
    public void Generated_passwords_differ() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => PasswordGenerator.Create()).Distinct().Count());
}
