namespace Mail.Core.Tests;

public class DomainListTests
{
    [Theory]
    [InlineData("none", "none")]
    [InlineData("Lists.Example.test", "lists.example.test")]
    [InlineData("a.test,b.test  c.test, ", "a.test, b.test, c.test")]
    [InlineData("bücher.test", "xn--bcher-kva.test")]
    public void Domains_are_read_in_one_form(string text, string expected)
    {
        Assert.True(DomainList.TryParse(text, out var list));
        Assert.Equal(expected, list.ToString());
        Assert.True(DomainList.TryParse(list.ToString(), out var again));
        Assert.Equal(list, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("none, a.test")]
    [InlineData("a..test")]
    [InlineData("[192.0.2.1]")]
    [InlineData("a.test;b.test")]
    [InlineData("joe@a.test")]
    public void What_is_no_domain_is_no_setting(string text) => Assert.False(DomainList.TryParse(text, out _));

    [Fact]
    public void Very_many_are_refused() => Assert.False(DomainList.TryParse(string.Join(' ', Enumerable.Repeat("a.test", DomainList.MaxDomains + 1)), out _));
}
