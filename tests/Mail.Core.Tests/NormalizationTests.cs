using System.Globalization;

namespace Mail.Core.Tests;

public class NormalizationTests
{
    [Fact]
    public void Text_is_normalized_as_another_implementation_does_it()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "testdata", "nfkc.txt")).Where(line => line[0] != '#').ToList();
        Assert.True(lines.Count > 1500);
        Assert.All(lines, line =>
        {
            var (input, expected) = (Read(line.Split(';')[0]), Read(line.Split(';')[1]));
            Assert.Equal(Hex(expected), Hex(Normalization.ToNfkc(input)));
            Assert.Equal(Hex(expected), Hex(Normalization.ToNfkc(expected)));
        });
    }

    [Fact]
    public void Lone_surrogates_are_replaced() => Assert.Equal("a\ufffdb", Normalization.ToNfkc("a\ud800b"));

    [Theory]
    [InlineData("")]
    [InlineData("plain ASCII stays ~\0")]
    public void Ascii_stays(string text) => Assert.Same(text, Normalization.ToNfkc(text));

    // RFC 5895: names of domains are mapped so before they become A-labels.
    [Theory]
    [InlineData("ＢÜCHER.test", "xn--bcher-kva.test")]
    [InlineData("bu\u0308cher.test", "xn--bcher-kva.test")]
    public void Domains_are_the_same_however_they_are_typed(string typed, string expected)
    {
        Assert.True(MailAddressParser.TryParseDomain(typed, out var domain, out var error), error);
        Assert.Equal(expected, domain);
    }

    private static string Read(string codes) =>
        string.Concat(codes.Split(' ').Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));

    private static string Hex(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture)));
}
