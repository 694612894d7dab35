using System.Text;

namespace Mail.Scanning.Tests;

public class ClamdReplyTests
{
    [Theory]
    [InlineData("stream: OK", nameof(ClamdReplyKind.Clean), "")]
    [InlineData("stream: OK\0", nameof(ClamdReplyKind.Clean), "")]
    [InlineData("stream: Eicar-Test-Signature FOUND", nameof(ClamdReplyKind.Infected), "Eicar-Test-Signature")]
    [InlineData("stream: A name FOUND FOUND", nameof(ClamdReplyKind.Infected), "A name FOUND")]
    [InlineData("stream: Bad\r\nX-Field: \u202e1 FOUND", nameof(ClamdReplyKind.Infected), "Bad??X-Field: ?1")]
    [InlineData("INSTREAM size limit exceeded. ERROR", nameof(ClamdReplyKind.TooLarge), "")]
    [InlineData("stream:  FOUND", nameof(ClamdReplyKind.Failed), "it answered 'stream:  FOUND'")]
    [InlineData("stream: Can't allocate memory ERROR", nameof(ClamdReplyKind.Failed), "it answered 'stream: Can't allocate memory ERROR'")]
    [InlineData("UNKNOWN COMMAND", nameof(ClamdReplyKind.Failed), "it answered 'UNKNOWN COMMAND'")]
    [InlineData("stream: ok", nameof(ClamdReplyKind.Failed), "it answered 'stream: ok'")]
    [InlineData("HTTP/1.1 200 OK", nameof(ClamdReplyKind.Failed), "it answered 'HTTP/1.1 200 OK'")]
    [InlineData("", nameof(ClamdReplyKind.Failed), "the connection ended without an answer")]
    public void An_answer_is_a_verdict_or_a_failure(string answer, string kind, string text) =>
        Assert.Equal((kind, text), (ClamdReply.Parse(Encoding.UTF8.GetBytes(answer)).Kind.ToString(), ClamdReply.Parse(Encoding.UTF8.GetBytes(answer)).Text));

    [Fact]
    public void A_long_name_is_cut() =>
        Assert.Equal(121, ClamdReply.Parse(Encoding.UTF8.GetBytes($"stream: {new string('x', 4000)} FOUND")).Text.Length);
}
