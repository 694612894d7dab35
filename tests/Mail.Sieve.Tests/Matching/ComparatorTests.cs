using Mail.Sieve.Matching;

namespace Mail.Sieve.Tests.Matching;

public sealed class ComparatorTests
{
    // RFC 4790 §9.1.1 gives these.
    [Theory]
    [InlineData("0", "1", -1)]
    [InlineData("1", "4294967298", -1)]
    [InlineData("4294967298", "04294967298", 0)]
    [InlineData("04294967298", "4294967298b", 0)]
    [InlineData("04294967298", "", -1)]
    [InlineData("", "x", 0)]
    [InlineData("x", "y", 0)]
    [InlineData("10", "9", 1)]
    [InlineData("000", "0", 0)]
    [InlineData("99999999999999999999999999999999", "100000000000000000000000000000000", -1)]
    [InlineData("-1", "0", 1)]
    public void Ascii_numeric_orders_numbers_of_any_length_before_what_is_none(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(Comparators.AsciiNumeric.Compare(left, right)));
        Assert.Equal(-order, Math.Sign(Comparators.AsciiNumeric.Compare(right, left)));
        Assert.Equal(order == 0, Comparators.AsciiNumeric.AreEqual(left, right));
    }

    [Theory]
    [InlineData("Frop", "fROP", true)]
    [InlineData("frop", "frob", false)]
    [InlineData("frop", "frop ", false)]
    [InlineData("é", "É", false)]
    [InlineData("[", "{", false)]
    [InlineData("ſ", "s", false)]
    [InlineData("\u212A", "k", false)]
    public void Ascii_casemap_knows_the_case_of_ascii_letters_only(string left, string right, bool same)
    {
        Assert.Equal(same, Comparators.AsciiCasemap.AreEqual(left, right));
        Assert.Equal(same, Comparators.AsciiCasemap.Compare(left, right) == 0);
    }

    [Theory]
    [InlineData("a", "B", -1)]
    [InlineData("a", "_", -1)]
    [InlineData("z", "_", -1)]
    [InlineData("ab", "ABC", -1)]
    [InlineData("z", "é", -1)]
    public void Ascii_casemap_sorts_as_upper_case(string left, string right, int order) =>
        Assert.Equal(order, Math.Sign(Comparators.AsciiCasemap.Compare(left, right)));

    [Theory]
    [InlineData("a", "A", 1)]
    [InlineData("a", "a", 0)]
    [InlineData("a", "ab", -1)]
    [InlineData("\uFFFD", "😀", -1)]
    [InlineData("\uE000", "\U0010FFFF", -1)]
    public void Octet_sorts_as_the_octets_of_utf8_do(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(Comparators.Octet.Compare(left, right)));
        Assert.Equal(order == 0, Comparators.Octet.AreEqual(left, right));
    }

    [Theory]
    [InlineData("É", "é", true)]
    [InlineData("e\u0301", "É", true)]
    [InlineData("ﬁ", "FI", true)]
    [InlineData("ΣΑΣ", "σασ", true)]
    [InlineData("e", "é", false)]
    public void Unicode_casemap_knows_case_in_all_scripts_and_how_accents_are_written(string left, string right, bool same) =>
        Assert.Equal(same, Comparators.UnicodeCasemap.AreEqual(left, right));

    [Fact]
    public void Comparators_beyond_the_base_language_need_a_require()
    {
        Assert.True(Comparators.TryFind("i;ascii-numeric", out var numeric));
        Assert.True(Comparators.NeedsRequire(numeric));
        Assert.False(numeric.SupportsSubstrings);
        Assert.False(Comparators.NeedsRequire(Comparators.Octet));
        Assert.False(Comparators.TryFind("i;basic", out _));
    }
}
