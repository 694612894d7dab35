using System.Net;

namespace Mail.Transport.Tests;

public class PublicAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450::1", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.255.255.255", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.1.2.3", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_what_everybody_reaches_is_permitted(string address, bool isPermitted)
    {
        Assert.Equal(isPermitted, new PublicAddresses([]).Permits(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_setting_permits_a_network()
    {
        var addresses = new PublicAddresses([IPNetwork.Parse("10.1.0.0/16")]);

        Assert.True(addresses.Permits(IPAddress.Parse("10.1.2.3")));
        Assert.True(addresses.Permits(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(addresses.Permits(IPAddress.Parse("10.2.2.3")));
    }
}
