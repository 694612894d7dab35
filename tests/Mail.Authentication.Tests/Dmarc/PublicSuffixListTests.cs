namespace Mail.Authentication.Tests.Dmarc;

public class PublicSuffixListTests
{
    private static readonly PublicSuffixList Small = PublicSuffixList.Parse(
        ["// a comment", "", "com", "jp", "*.kobe.jp", "!city.kobe.jp", "*.ck", "!www.ck", "uk  behind white space", "co.uk", "公司.cn", "cn", "blogspot.com"]);

    /// <summary>The kinds of cases of the list's own test data.</summary>
    [Theory]
    [InlineData("com", "com")]
    [InlineData("example.com", "example.com")]
    [InlineData("a.b.example.com", "example.com")]
    [InlineData("unlisted", "unlisted")]
    [InlineData("a.example.unlisted", "example.unlisted")]
    [InlineData("jp", "jp")]
    [InlineData("kobe.jp", "kobe.jp")]
    [InlineData("c.kobe.jp", "c.kobe.jp")]
    [InlineData("b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("city.kobe.jp", "city.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("ck", "ck")]
    [InlineData("test.ck", "test.ck")]
    [InlineData("a.b.test.ck", "b.test.ck")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("a.shop.co.uk", "shop.co.uk")]
    [InlineData("a.shop.uk", "shop.uk")]
    [InlineData("a.b.blogspot.com", "b.blogspot.com")]
    [InlineData("blogspot.com", "blogspot.com")]
    [InlineData("a.shop.xn--55qx5d.cn", "shop.xn--55qx5d.cn")]
    public void The_organization_is_one_label_below_the_suffix(string domain, string expected) => Assert.Equal(expected, Small.OrganizationalDomain(domain));

    [Theory]
    [InlineData("mail.example.co.uk", "example.co.uk")]
    [InlineData("a.b.example.com", "example.com")]
    [InlineData("a.b.c.kawasaki.jp", "b.c.kawasaki.jp")]
    [InlineData("a.city.kawasaki.jp", "city.kawasaki.jp")]
    [InlineData("x.someone.github.io", "someone.github.io")]
    [InlineData("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    public void The_list_that_comes_along_is_read(string domain, string expected) => Assert.Equal(expected, PublicSuffixList.Default.OrganizationalDomain(domain));

    [Fact]
    public void A_name_of_very_many_labels_is_no_burden()
    {
        var domain = string.Join('.', Enumerable.Repeat("a", 126)) + ".com";

        Assert.Equal("a.com", PublicSuffixList.Default.OrganizationalDomain(domain));
    }
}
