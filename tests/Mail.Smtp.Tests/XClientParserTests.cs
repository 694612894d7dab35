using System.Text;

namespace Mail.Smtp.Tests;

public class XClientParserTests
{
    [Theory]
    [InlineData("ADDR=192.0.2.1", "192.0.2.1")]
    [InlineData("ADDR=IPV6:2001:DB8:0::1", "2001:db8::1")]
    [InlineData("ADDR=ipv6:::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("ADDR=192+2E0.2.1", "192.0.2.1")]
    [InlineData("ADDR=[UNAVAILABLE]", null)]
    [InlineData("ADDR=[tempunavail]", null)]
    public void An_address_is_read(string argument, string? address)
    {
        Assert.Equal(SmtpRejection.None, Parse(argument, out var request));
        Assert.True(request!.HasAddress);
        Assert.Equal(address, request.Address);
    }

    [Theory]
    [InlineData("ADDR=IPV6:192.0.2.1")]
    [InlineData("ADDR=IPV6:fe80::1%lo")]
    [InlineData("ADDR=IPV6:[::1]")]
    [InlineData("ADDR=192.0.2")]
    [InlineData("ADDR=0300.0.2.1")]
    [InlineData("ADDR=")]
    [InlineData("=x")]
    [InlineData("ADDR")]
    [InlineData("NAME=a..b")]
    [InlineData("NAME=[192.0.2.1]")]
    [InlineData("NAME=a+0D+0Ab")]
    [InlineData("HELO=a+20b")]
    [InlineData("PORT=65536")]
    [InlineData("PROTO=LMTP")]
    [InlineData("ADDR=192.0.2.1  NAME=a.test")]
    public void Anything_else_is_refused(string argument)
    {
        Assert.Equal(SmtpRejection.ParameterSyntax, Parse(argument, out var request));
        Assert.Null(request);
    }

    private static SmtpRejection Parse(string argument, out XClientRequest? request) => XClientParser.Parse(Encoding.ASCII.GetBytes(argument), out request);
}
