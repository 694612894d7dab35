using System.Text;

namespace Mail.Authentication.Tests.Reports;

/// <summary>The report in a message: RFC 7489 §7.2.1.1.</summary>
public class DmarcReportPartsTests
{
    private const string Head = "From: dmarc@peer.test\r\nSubject: Report Domain: shop.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";

    private static string File => Convert.ToBase64String(DmarcReportWriter.ToGzip(SomeReport.Golden), Base64FormattingOptions.InsertLineBreaks);

    [Theory]
    [InlineData("application/gzip", "")]
    [InlineData("application/octet-stream", "Content-Disposition: attachment; filename=\"r.xml.gz\"\r\n")]
    [InlineData("text/plain; name=\"r.gz\"", "")]
    public async Task The_attachment_is_the_report_whatever_it_is_called(string type, string disposition)
    {
        var text = $"{Head}--b\r\nContent-Type: text/plain\r\n\r\n<feedback>\r\n--b\r\nContent-Type: {type}\r\n{disposition}Content-Transfer-Encoding: base64\r\n\r\n{File}\r\n--b--\r\n";
        Assert.Equal(SomeReport.Golden.Id, (await ReadAsync(text)).Report?.Id);
    }

    [Theory]
    [InlineData("", "no message that can be read")]
    [InlineData(Head + "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b--\r\n", "no attachment")]
    [InlineData(Head + "--b\r\nContent-Type: application/gzip\r\n\r\nHello\r\n--b--\r\n", "no XML that can be read")]
    public async Task A_message_without_a_report_says_so(string text, string problem) => Assert.Equal((null, problem), await ReadAsync(text));

    [Fact]
    public async Task A_message_made_of_parts_or_fields_is_not_taken_apart()
    {
        var parts = Head + string.Concat(Enumerable.Repeat("--b\r\n\r\n", 300_000));
        var fields = string.Concat(Enumerable.Repeat("a:\r\n", 300_000));
        foreach (var text in new[] { parts, fields, Head + string.Concat(Enumerable.Repeat("--b\r\n", 65)) })
        {
            Assert.Equal((null, "too many lines or parts for a report"), await ReadAsync(text));
        }

        Assert.Equal((null, "too large for a report"), await ReadAsync(new string('x', (int)DmarcReportParts.MaxMessage + 1)));
    }

    private static async Task<(DmarcReport? Report, string Problem)> ReadAsync(string text) =>
        await DmarcReportParts.ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes(text)), TestContext.Current.CancellationToken);
}
