using System.Text;

namespace Mail.Sieve.Tests.Messages;

/// <summary>Messages as the tests write them.</summary>
internal static class TestMessages
{
    /// <param name="text">Lines end in LF or CRLF; a message has CRLF.</param>
    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static async Task<SieveMessage> OpenAsync(string text, MessageLimits? limits = null) =>
        await SieveMessage.OpenAsync(new MemoryStream(Octets(text)), limits ?? MessageLimits.Default, TestContext.Current.CancellationToken);

    /// <summary>RFC 5173 §5.2, the example.</summary>
    public const string Nested = """
        From: Whomever
        To: Someone
        Date: Whenever
        Subject: whatever
        Content-Type: multipart/mixed; boundary=outer

        This is a multi-part message in MIME format.

        --outer
        Content-Type: multipart/alternative; boundary=inner

        This is a nested multi-part message in MIME format.

        --inner
        Content-Type: text/plain; charset="us-ascii"

        Hello

        --inner
        Content-Type: text/html; charset="us-ascii"

        <html><body>Hello</body></html>

        --inner--

        This is the end of the inner MIME multipart.

        --outer
        Content-Type: message/rfc822

        From: Someone Else
        Subject: hello request

        Please say Hello

        --outer--

        This is the end of the outer MIME multipart.
        """;
}
