using System.Text;

namespace Mail.Spam.Tests;

public class CharsetTests
{
    /// <summary>Each is made when it is first met, so one that .NET has not would be found out by somebody's mail.</summary>
    [Theory]
    [InlineData("iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-11 iso-8859-13 iso-8859-15")]
    [InlineData("windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 windows-874")]
    [InlineData("koi8-r koi8-u cp866 cp1251 cp1252 macintosh tis-620")]
    [InlineData("gb2312 gbk gb18030 hz-gb-2312 big5 shift_jis x-sjis iso-2022-jp euc-jp euc-kr ks_c_5601 ks_c_5601-1987 iso-2022-kr")]
    [InlineData("utf-16 utf-16le utf-16be")]
    public void Every_charset_that_is_known_can_be_read(string names)
    {
        foreach (var name in names.Split(' '))
        {
            byte[] message = [.. Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset={name}\r\n\r\n"), 0xC4, 0xD0, 0xB9, 0xFA, 0x0D, 0x0A];

            Assert.NotEqual(0, Tokenizer.Tokenize(message).Count);
        }
    }

    [Fact]
    public void A_text_in_one_of_them_is_the_same_as_in_UTF8()
    {
        var russian = Tokenizer.Tokenize([.. "Content-Type: text/plain; charset=koi8-r\r\n\r\n"u8, 0xD0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], keepTexts: true);
        var same = Tokenizer.Tokenize("Content-Type: text/plain; charset=utf-8\r\n\r\nпривет"u8, keepTexts: true);

        Assert.Contains("привет", russian.Features.ToArray().Select(russian.TextOf));
        Assert.Contains("привет", same.Features.ToArray().Select(same.TextOf));
    }
}
