using System.Text;

namespace Mail.Sieve.Tests.Messages;

public sealed class SieveMessageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_are_found_in_any_case_from_top_to_bottom_and_unfolded()
    {
        var message = await TestMessages.OpenAsync("Received: one\nSubject: a\n  folded\n\tvalue \nRECEIVED : two\n\nSubject: body\n");

        Assert.Equal(["one", "two"], message.Fields("received").Select(field => field.RawValue));
        Assert.Equal("a  folded\tvalue", Assert.Single(message.Fields("SUBJECT")).Value);
        Assert.Empty(message.Fields("from"));
        Assert.Empty(message.Fields(""));
    }

    [Fact]
    public async Task Encoded_words_are_decoded_and_what_is_none_stays()
    {
        var message = await TestMessages.OpenAsync(
            "A: =?iso-8859-1?q?Gr=FC=DFe?= an =?utf-8?b?w6Q=?=\nB: =?x-unknown?q?a?= \nC: =?utf-7?q?+AOQ-?=\nD: Größe\n\n");

        Assert.Equal("Grüße an ä", message.Fields("A")[0].Value);
        Assert.Equal("=?iso-8859-1?q?Gr=FC=DFe?= an =?utf-8?b?w6Q=?=", message.Fields("A")[0].RawValue);
        Assert.NotEmpty(message.Fields("B")[0].Value);
        Assert.NotEmpty(message.Fields("C")[0].Value);
        Assert.Equal("Größe", message.Fields("D")[0].Value);
    }

    [Fact]
    public async Task Octets_that_are_no_utf8_are_kept_apart()
    {
        var octets = "A: x"u8.ToArray().Concat(new byte[] { 0xE4, 0xFF }).Concat("\r\n\r\n"u8.ToArray()).ToArray();

        var message = await SieveMessage.OpenAsync(new MemoryStream(octets), MessageLimits.Default, Cancellation);

        Assert.Equal([(byte)'x', 0xE4, 0xFF], SieveText.Encode(message.Fields("a")[0].Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n\n")]
    [InlineData(":\n: x\n\n")]
    [InlineData("no colon\nFrom someone\n\n")]
    [InlineData(" folded first\nA: b")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\n--")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n--x\n--x--\n--x")]
    [InlineData("Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=b\n--b")]
    [InlineData("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n--a")]
    [InlineData("Content-Type: /;;;=\nContent-Transfer-Encoding: ???\n\nx")]
    public async Task Whatever_the_message_is_it_can_be_read(string text)
    {
        var message = await TestMessages.OpenAsync(text);
        var root = await message.StructureAsync(Cancellation);

        foreach (var part in root.SelfAndBelow())
        {
            Assert.InRange(part.BodyStart, part.Start, message.Size);
            Assert.InRange(part.End, part.BodyStart, part.Parent?.End ?? message.Size);
            foreach (var form in Enum.GetValues<PartForm>())
            {
                await message.TextAsync(part, form, Cancellation);
            }
        }
    }

    [Fact]
    public async Task The_example_of_rfc_5173_has_the_parts_that_it_shows()
    {
        var message = await TestMessages.OpenAsync(TestMessages.Nested);
        var root = await message.StructureAsync(Cancellation);

        Assert.Equal(
            ["0 multipart/mixed", "1 multipart/alternative", "2 text/plain", "2 text/html", "1 message/rfc822", "2 text/plain"],
            root.SelfAndBelow().Select(part => $"{part.Depth} {part.Type.Type}/{part.Type.Subtype}"));
        Assert.Equal("This is a multi-part message in MIME format.\r\n", await message.TextAsync(root, PartForm.Prologue, Cancellation));
        Assert.Equal("\r\nThis is the end of the outer MIME multipart.", await message.TextAsync(root, PartForm.Epilogue, Cancellation));
        Assert.Equal("Hello\r\n", await message.TextAsync(root.Parts[0].Parts[0], PartForm.Decoded, Cancellation));
        Assert.Equal("<html><body>Hello</body></html>\r\n", await message.TextAsync(root.Parts[0].Parts[1], PartForm.Decoded, Cancellation));
        Assert.Equal("\r\nThis is the end of the inner MIME multipart.\r\n", await message.TextAsync(root.Parts[0], PartForm.Epilogue, Cancellation));
        Assert.Equal(
            "From: Someone Else\r\nSubject: hello request\r\n", await message.TextAsync(root.Parts[1].Parts[0], PartForm.Header, Cancellation));
        Assert.Equal("Please say Hello\r\n", await message.TextAsync(root.Parts[1].Parts[0], PartForm.Decoded, Cancellation));
    }

    [Theory]
    [InlineData("base64", "utf-8", "w6Q=", "ä")]
    [InlineData("Quoted-Printable", "iso-8859-1", "=E4=\n", "ä")]
    [InlineData("8bit", "utf-8", "ä", "ä")]
    [InlineData("7bit", "nonsense", "a", "a")]
    [InlineData("x-uuencode", "utf-8", "a", null)]
    public async Task Text_is_decoded_and_converted(string encoding, string charset, string body, string? expected)
    {
        var message = await TestMessages.OpenAsync($"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n{body}");

        Assert.Equal(expected, await message.TextAsync(await message.StructureAsync(Cancellation), PartForm.Decoded, Cancellation));
    }

    [Fact]
    public async Task What_people_read_of_html_has_no_markup()
    {
        var message = await TestMessages.OpenAsync(
            "Content-Type: text/html\n\n<html><head><title>t</title><style>p{}</style></head><body><p>Gr&uuml;<b>ße</b><p>an <!-- no -->alle</body>");

        var text = await message.TextAsync(await message.StructureAsync(Cancellation), PartForm.Readable, Cancellation);

        Assert.Equal(["Grüße", "an alle"], text!.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Beyond_the_limits_there_is_nothing()
    {
        var limits = new MessageLimits { MaxParts = 3, MaxDepth = 1, MaxHeader = 100, MaxText = 5, MaxKept = 0 };
        var parts = string.Concat(Enumerable.Repeat("--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nlong text\n", 100));
        var message = await TestMessages.OpenAsync($"Content-Type: multipart/mixed; boundary=b\n\n{parts}", limits);
        var root = await message.StructureAsync(Cancellation);

        Assert.Equal(2, root.Parts.Count);
        Assert.Equal(3, root.SelfAndBelow().Count(part => part.Depth < 2));
        Assert.Equal("--b\r\n", await message.TextAsync(root, PartForm.Raw, Cancellation));
    }

    [Fact]
    public async Task A_message_of_parts_only_takes_little_memory()
    {
        var octets = Encoding.ASCII.GetBytes("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\n\n", 2_000_000)));
        var message = await SieveMessage.OpenAsync(new MemoryStream(octets), MessageLimits.Default, Cancellation);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var root = await message.StructureAsync(Cancellation);

        Assert.Equal(MessageLimits.Default.MaxParts - 1, root.Parts.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }
}
