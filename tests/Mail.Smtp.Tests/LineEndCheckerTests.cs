using System.Text;
using CsCheck;

namespace Mail.Smtp.Tests;

public class LineEndCheckerTests
{
    [Fact]
    public void Agrees_with_a_plain_search_however_content_is_cut() =>
        Gen.Select(Gen.OneOf((byte)'\r', (byte)'\n', (byte)'a').Array[0, 30], Gen.Int[1, 5].Array[1, 10]).Sample((content, cuts) =>
        {
            var checker = default(LineEndChecker);
            var at = 0;
            for (var i = 0; at < content.Length; i++)
            {
                var piece = content.AsSpan(at, Math.Min(cuts[i % cuts.Length], content.Length - at));
                checker.Check(piece);
                at += piece.Length;
            }

            checker.End();
            var rest = Encoding.ASCII.GetString(content).Replace("\r\n", "", StringComparison.Ordinal);
            var expected = rest.AsSpan().IndexOfAny('\r', '\n') switch
            {
                < 0 => LineEndFault.None,
                var first => rest[first] == '\r' ? LineEndFault.BareCr : LineEndFault.BareLf,
            };
            Assert.Equal(expected, checker.Fault);
        });
}
