namespace Mail.Authentication.Tests.Dmarc;

public class OrganizationsTests
{
    [Theory]
    [InlineData("shop.test", "shop.test", true)]
    [InlineData("mail.shop.test", "news.shop.test", true)]
    [InlineData("shop.co.uk", "mail.shop.co.uk", true)]
    [InlineData("shop.co.uk", "evil.co.uk", false)]
    [InlineData("github.io", "evil.github.io", false)]
    [InlineData("one.github.io", "other.github.io", false)]
    [InlineData("notshop.test", "shop.test", false)]
    public void Who_shares_only_a_public_suffix_is_somebody_else(string one, string other, bool expected)
    {
        Assert.Equal(expected, Organizations.AreSame(one, other));
        Assert.Equal(expected, Organizations.AreSame(other, one));
    }
}
