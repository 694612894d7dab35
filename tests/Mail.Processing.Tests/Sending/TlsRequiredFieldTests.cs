using System.Text;

namespace Mail.Processing.Tests;

public class TlsRequiredFieldTests
{
    [Theory]
    [InlineData("TLS-Required: No\r\n\r\n", true)]
    [InlineData("From: a@b.test\r\ntls-required:no\r\n\r\nx", true)]
    [InlineData("Subject: x\n y\nTLS-REQUIRED :\tNO \n\n", true)]
    [InlineData("TLS-Required: Yes\r\n\r\n", false)]
    [InlineData("TLS-Required: No, thanks\r\n\r\n", false)]
    [InlineData("TLS-Required: No\r\n thanks\r\n\r\n", false)]
    [InlineData("X-TLS-Required: No\r\n\r\n", false)]
    [InlineData("Subject: x\r\n TLS-Required: No\r\n\r\n", false)]
    [InlineData("Subject: x\r\n\r\nTLS-Required: No\r\n", false)]
    [InlineData("TLS-Required: No", false)]
    [InlineData("\r\nTLS-Required: No\r\n\r\n", false)]
    [InlineData("", false)]
    [InlineData(":\n\0\n\n", false)]
    public void The_field_is_found_in_the_header_only(string message, bool saysNo) =>
        Assert.Equal(saysNo, TlsRequiredField.SaysNo(new MemoryStream(Encoding.UTF8.GetBytes(message))));

    [Fact]
    public void A_header_without_end_is_looked_at_as_far_as_the_limit()
    {
        var endless = Encoding.ASCII.GetBytes("X: " + new string('x', 10_000_000) + "\r\nTLS-Required: No\r\n\r\n");
        Assert.False(TlsRequiredField.SaysNo(new MemoryStream(endless)));
    }
}
