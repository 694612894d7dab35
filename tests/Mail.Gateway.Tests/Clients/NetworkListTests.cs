using System.Net;

namespace Mail.Gateway.Tests;

public class NetworkListTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.77", true)]
    [InlineData("192.0.2.0/24", "192.0.3.1", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("10.0.0.0/8, 2001:db8::/32 192.0.2.1", "2001:db8:ffff::1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("0.0.0.0/0", "198.51.100.9", true)]
    [InlineData("none", "127.0.0.1", false)]
    [InlineData("", "127.0.0.1", false)]
    public void It_holds_the_addresses_of_its_networks(string list, string address, bool contained) =>
        Assert.Equal(contained, NetworkList.Parse(list).Contains(IPAddress.Parse(address)));

    [Fact]
    public void Who_hides_is_in_no_network() => Assert.False(NetworkList.Parse("0.0.0.0/0, ::/0").Contains(null));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    public void This_machine_is_loopback(string address) => Assert.True(NetworkList.Loopback.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("2001:db8::1/32")]
    [InlineData("10.0/16")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/8/9")]
    [InlineData("10.0.0.0/")]
    [InlineData("192.0.2.256")]
    [InlineData("mail.example.com")]
    [InlineData("10.0.0.0/8; 192.0.2.1")]
    public void What_is_no_network_is_refused(string list) => Assert.False(NetworkList.TryParse(list, out _));
}
