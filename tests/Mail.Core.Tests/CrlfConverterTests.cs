using System.Buffers;
using System.Text;

namespace Mail.Core.Tests;

public class CrlfConverterTests
{
    [Theory]
    [InlineData("a\nb\n", "a\r\nb\r\n")]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\n")]
    [InlineData("a\rb", "a\r\nb")]
    [InlineData("a\r\r\n\nb", "a\r\n\r\n\r\nb")]
    [InlineData("\n", "\r\n")]
    [InlineData("\r", "\r\n")]
    [InlineData("", "")]
    [InlineData("no end", "no end")]
    public void Every_line_end_becomes_crlf_however_the_input_is_cut(string input, string expected)
    {
        for (var piece = 1; piece <= Math.Max(1, input.Length); piece++)
        {
            var output = new ArrayBufferWriter<byte>();
            var converter = new CrlfConverter(output);
            foreach (var chunk in Encoding.ASCII.GetBytes(input).Chunk(piece))
            {
                converter.Write(chunk);
                converter.Write([]);
            }

            Assert.Equal(expected, Encoding.ASCII.GetString(output.WrittenSpan));
        }
    }
}
