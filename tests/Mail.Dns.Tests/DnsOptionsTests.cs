namespace Mail.Dns.Tests;

public class DnsOptionsTests
{
    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53:53")]
    [InlineData("192.0.2.53:5353, [2001:db8::53]:54 2001:db8::54", "192.0.2.53:5353 [2001:db8::53]:54 [2001:db8::54]:53")]
    [InlineData("", "")]
    public void Servers_are_addresses_with_or_without_port(string text, string expected)
    {
        Assert.True(DnsOptions.TryParseServers(text, out var servers));
        Assert.Equal(expected, string.Join(' ', servers));
    }

    [Theory]
    [InlineData("dns.example.com")]
    [InlineData("192.0.2.53:99999")]
    [InlineData("192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4")]
    public void What_is_no_list_of_servers_is_refused(string text) => Assert.False(DnsOptions.TryParseServers(text, out _));
}
