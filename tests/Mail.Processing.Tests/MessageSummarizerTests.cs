using System.Text;
using CsCheck;
using Mail.Core;

namespace Mail.Processing.Tests;

public class MessageSummarizerTests
{
    [Fact]
    public void Reads_the_fields_that_a_list_shows()
    {
        var summary = Summarize("""
            Received: from a by b; Fri, 2 Jan 2026 12:00:00 +0000
            From: =?utf-8?q?J=C3=BCrgen?= <j@sender.test>
            To: alice@example.test,
             "Bob" <bob@example.test>
            Subject: =?utf-8?b?R3LDvMOfZQ==?= and
             more
            Date: Fri, 2 Jan 2026 13:00:00 +0100
            Message-ID: <abc@sender.test>
            References: <r1@x> <r2@x>
            In-Reply-To: <r2@x>

            First   line
            second line

            """);
        Assert.Equal("Jürgen <j@sender.test>", summary.From);
        Assert.Equal("alice@example.test, \"Bob\" <bob@example.test>", summary.To);
        Assert.Equal("Grüße and more", summary.Subject);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 13, 0, 0, TimeSpan.FromHours(1)), summary.Date);
        Assert.Equal("abc@sender.test", summary.MessageId);
        Assert.Equal(["r1@x", "r2@x"], summary.References);
        Assert.Equal("First line second line", summary.Preview);
        Assert.Empty(summary.Attachments);
    }

    [Fact]
    public void Finds_text_and_attachments_in_parts()
    {
        var summary = Summarize("""
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: multipart/alternative; boundary=c

            --c
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Caf=E9 at noon
            --c
            Content-Type: text/html

            <p>Other</p>
            --c--
            --b
            Content-Type: application/pdf; name="=?utf-8?q?M=C3=BCll.pdf?="
            Content-Transfer-Encoding: base64

            AAAA
            --b
            Content-Disposition: attachment

            x
            --b
            Content-Type: message/rfc822

            Subject: inner
            From: inner@x

            inner text
            --b--
            """);
        Assert.Equal("Café at noon", summary.Preview);
        Assert.Equal(["Müll.pdf", "unnamed text/plain", "message.eml"], summary.Attachments);
        Assert.Equal("", summary.Subject);
        Assert.Equal("", summary.From);
    }

    [Fact]
    public void Html_alone_is_shown_without_its_tags() =>
        Assert.Equal(
            "Hello you & me",
            Summarize("Content-Type: text/html\n\n<html><style>p{}</style><title>T</title><p>Hello<br>you &amp; me<script>x()</script></html>").Preview);

    [Fact]
    public void Base64_text_is_decoded() =>
        Assert.Equal("Hello", Summarize("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVs\nbG8=\n").Preview);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\r\n\r\nbody only")]
    [InlineData("no header here")]
    [InlineData("Subject")]
    [InlineData(": x\r\n\r\n")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nno boundary")]
    [InlineData("Content-Type: text/plain; charset=no-such-charset\r\n\r\nx")]
    [InlineData("Content-Type: text/plain; charset=utf-7\r\n\r\nx")]
    [InlineData("Content-Type: text/html; charset=utf-7\r\nSubject: =?utf-7?q?x?=\r\n\r\nx")]
    [InlineData("Content-Type: ;;;===\r\nContent-Disposition: ;;;\r\nDate: never\r\nMessage-ID: nothing\r\nReferences: <<>\r\n\r\nx")]
    public void Rubbish_gives_a_summary(string message) => Assert.NotNull(Summarize(message));

    [Fact]
    public void What_is_shown_has_no_control_or_format_characters_and_an_end()
    {
        var summary = Summarize($"Subject: a\u001b[31mb\u202Egnp.exe\u200B {new string('x', 5000)}\nFrom: \u0007bell\n\n\u001b]0;title\u0007text");
        Assert.DoesNotContain(summary.Subject + summary.From + summary.Preview, c => char.IsControl(c) || c is '\u202E' or '\u200B');
        Assert.Equal(500, summary.Subject.Length);
    }

    [Fact]
    public void A_field_of_megabytes_is_not_looked_at()
    {
        var references = new StringBuilder("Subject: s\r\nReferences:");
        while (references.Length < 10_000_000)
        {
            references.Append(" <1@a>\r\n");
        }

        var summary = Summarize(references + "\r\nx");
        Assert.Equal("s", summary.Subject);
        Assert.Empty(summary.References);
    }

    [Fact]
    public void Nesting_without_end_ends()
    {
        var nested = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (var i = 0; i < 10_000; i++)
        {
            nested.Append($"--b{i}\r\nContent-Type: multipart/mixed; boundary=b{i + 1}\r\n\r\n");
        }

        Assert.NotNull(Summarize(nested.ToString()));
    }

    [Fact]
    public void Any_bytes_give_a_summary() =>
        Check.Sample(
            Gen.Byte.Array[0, 300],
            bytes => MessageSummarizer.Summarize(new MemoryStream([.. "Subject: x\r\n"u8, .. bytes]), default) is not null);

    private static MessageSummary Summarize(string message)
    {
        var content = new MemoryStream(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));
        var summary = MessageSummarizer.Summarize(content, TestContext.Current.CancellationToken);
        Assert.Equal(0, content.Position);
        return summary;
    }
}
