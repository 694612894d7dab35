using System.Net;

namespace Mail.Gateway.Tests;

public class ClientNetworksTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32*1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1/32*1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64*1 2001:db8:1::/48*4")]
    [InlineData("2001:db8:1::", "2001:db8:1::/64*1 2001:db8:1::/48*4")]
    [InlineData("fe80::1%2", "fe80::/64*1 fe80::/48*4")]
    public void A_client_is_counted_by_address_or_by_64_and_48(string address, string networks) =>
        Assert.Equal(
            networks, string.Join(' ', ClientNetworks.Of(IPAddress.Parse(address)).Select(network => $"{network.Network}*{network.Multiple}")));
}
