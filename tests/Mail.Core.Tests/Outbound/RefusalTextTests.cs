namespace Mail.Core.Tests;

public class RefusalTextTests
{
    [Theory]
    [InlineData("5.1.1 no such user", "5.1.1", "no such user")]
    [InlineData("5.7.1\tnot from here", "5.7.1", "not from here")]
    [InlineData("the company is no more", "5.0.0", "the company is no more")]
    [InlineData("5.1.2", "5.1.2", "mail is not sent there")]
    [InlineData("", "5.0.0", "mail is not sent there")]
    [InlineData("5 years closed", "5.0.0", "5 years closed")]
    [InlineData("5.1.1.7 is an address", "5.0.0", "5.1.1.7 is an address")]
    [InlineData("5.1.1234 too long", "5.0.0", "5.1.1234 too long")]
    [InlineData("4.7.1 come again", "5.0.0", "come again")]
    [InlineData("2.0.0 all is well", "5.0.0", "all is well")]
    public void A_code_before_the_words_is_the_status(string text, string status, string words) =>
        Assert.Equal(new RefusalText(status, words), RefusalText.Read(text));
}
