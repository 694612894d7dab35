using System.Text;

namespace Mail.Spam.Tests;

/// <summary>Nothing that anybody can send costs more than the limits say. Work is counted by what comes out and by what is allocated, not by the clock.</summary>
public class HostileMessageTests
{
    // The list itself, its set while it is built, and little else; the scanner is made once for each thread.
    private const long MaxAllocation = 512 * 1024;

    public static TheoryData<string, byte[]> Bombs => new()
    {
        { "10,000 parts", Parts(10_000) },
        { "100 deep", Nested(100) },
        { "messages in messages", Octets(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 10_000))) },
        { "one boundary in itself", Octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 20_000))) },
        { "50 MB of base64", Octets("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + new string('A', 50_000_000)) },
        { "base64 that is none", Octets("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + new string('!', 2_000_000)) },
        { "tags that never end", Octets("Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("<a ", 300_000))) },
        { "comments that never end", Octets("Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("<!--", 200_000))) },
        { "scripts that never end", Octets("Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("<script>", 100_000))) },
        { "one tag of many attributes", Octets("Content-Type: text/html\r\n\r\n<a " + string.Concat(Enumerable.Repeat("b=c ", 200_000)) + ">") },
        { "entities", Octets("Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("&#99999999;&#x;&", 100_000))) },
        { "words without end", Octets("Subject: x\r\n\r\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"w{i} "))) },
        { "one word", Octets("Subject: x\r\n\r\n" + new string('x', 2_000_000)) },
        { "one link", Octets("Subject: x\r\n\r\nhttp://" + new string('/', 500_000) + new string('.', 500_000)) },
        { "links", Octets("Subject: x\r\n\r\n" + string.Concat(Enumerable.Repeat("http://a.b.c.d.e/f?g ", 50_000))) },
        { "fields", Octets(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"X-{i}: v\r\n")) + "\r\n") },
        { "one field", Octets("To: " + string.Concat(Enumerable.Repeat("a@b.example, ", 100_000)) + "\r\n\r\n") },
        { "parameters", Octets("Content-Type: text/plain" + string.Concat(Enumerable.Repeat("; a=b", 200_000)) + "\r\n\r\nx") },
        { "encoded words", Octets("Subject: " + string.Concat(Enumerable.Repeat("=?utf-8?Q?a?=", 100_000)) + "\r\n\r\nx") },
        { "half encoded words", Octets("Subject: " + string.Concat(Enumerable.Repeat("=?a?Q?", 200_000)) + "\r\n\r\nx") },
        { "a charset that is none", Octets("Content-Type: text/plain; charset=\"x-" + new string('q', 5_000) + "\"\r\n\r\n" + new string('\u00e9', 2_000_000)) },
        { "no UTF-8", Octets("Content-Type: text/plain; charset=utf-8\r\n\r\n" + string.Concat(Enumerable.Repeat("\u00c3\u0028\u00f8\u0088\u0080\u00ff a ", 300_000))) },
        { "halves of UTF-16", Octets("Content-Type: text/html; charset=utf-16\r\n\r\n" + string.Concat(Enumerable.Repeat("\u00d8\u0000\u00dc", 700_001))) },
        { "escapes of ISO-2022-JP", Octets("Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + string.Concat(Enumerable.Repeat("\u001b$B\u001b(B\u001b$", 300_000))) },
        { "shifts of UTF-7", Octets("Content-Type: text/plain; charset=utf-7\r\n\r\n" + string.Concat(Enumerable.Repeat("+AAA-+/+", 300_000))) },
        { "a charset for each part", Octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"--b\r\nContent-Type: text/plain; charset=windows-{i}\r\n\r\n\u0081\u00ff\r\n"))) },
        { "zeros", new byte[3_000_000] },
        { "delimiters", Octets("Content-Type: multipart/mixed; boundary=-\r\n\r\n" + new string('-', 1_000_000)) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_costs_no_more_than_the_limits_say(string name, byte[] message)
    {
        Tokenizer.Tokenize("Subject: warm\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<b>up</b> &amp; http://a.example/ réady"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var tokens = Tokenizer.Tokenize(message);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
        Assert.True(tokens.Count is > 0 and <= TokenizerLimits.MaxFeatures, name);
    }

    [Fact]
    public void Parts_beyond_the_limit_are_not_looked_at()
    {
        var texts = Texts.Of(Tokenizer.Tokenize(Parts(10_000), keepTexts: true));

        Assert.Contains("part5", texts);
        Assert.DoesNotContain("part5000", texts);
    }

    [Fact]
    public void Text_beyond_the_limit_is_not_looked_at()
    {
        var texts = Texts.OfBody("first " + new string('-', TokenizerLimits.MaxText) + " last");

        Assert.Contains("first", texts);
        Assert.DoesNotContain("last", texts);
    }

    [Fact]
    public void Any_octets_at_all_are_a_message()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var message = new byte[random.Next(3_000)];
            random.NextBytes(message);
            Assert.InRange(Tokenizer.Tokenize(message).Count, 0, TokenizerLimits.MaxFeatures);
        }
    }

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Parts(int count) => Octets(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + string.Concat(Enumerable.Range(0, count).Select(i => $"--b\r\nContent-Type: text/plain\r\n\r\npart{i}\r\n")) + "--b--\r\n");

    private static byte[] Nested(int depth) => Octets(string.Concat(
        Enumerable.Range(0, depth).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n")) + "\r\nbottom\r\n");
}
