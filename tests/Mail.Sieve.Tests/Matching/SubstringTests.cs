using Mail.Sieve.Matching;

namespace Mail.Sieve.Tests.Matching;

public sealed class SubstringTests
{
    // RFC 5228 §2.7.1 gives the first four.
    [Theory]
    [InlineData("frobnitzm", "frob", true)]
    [InlineData("frobnitzm", "nit", true)]
    [InlineData("frobnitzm", "fbm", false)]
    [InlineData("frobnitzm", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("MAKE MONEY FAST", "money", true)]
    [InlineData("Grüße", "GRüSS", false)]
    [InlineData("Grüße", "GRüß", true)]
    [InlineData("GRÜSSE", "ü", false)]
    [InlineData("\u212A", "k", false)]
    public void Ascii_casemap_finds_text_in_any_ascii_case(string value, string key, bool found) =>
        Assert.Equal(found, Substring.Contains(value, key, Comparators.AsciiCasemap));

    [Theory]
    [InlineData("You can MAKE MONEY FAST", true)]
    [InlineData("You can Make Money Fast", false)]
    public void Octet_tells_case_apart(string subject, bool found) =>
        Assert.Equal(found, Substring.Contains(subject, "MAKE MONEY FAST", Comparators.Octet));

    [Fact]
    public void Unicode_casemap_finds_other_cases_of_all_scripts() =>
        Assert.True(Substring.Contains("Привет МИР", "мир", Comparators.UnicodeCasemap));

    [Fact]
    public void A_long_key_is_found_where_it_stands()
    {
        var key = string.Concat(Enumerable.Repeat("ab", 200)) + "C";
        var value = string.Concat(Enumerable.Repeat("ab", 700)) + "c";

        Assert.True(Substring.Contains(value, key, Comparators.AsciiCasemap));
        Assert.False(Substring.Contains(value, key, Comparators.Octet));
    }

    [Fact]
    public void A_search_made_to_be_slow_compares_each_element_a_few_times_only()
    {
        // Tried at every place, this would be 10 million × 500,000 comparisons, days of work.
        var text = new int[10_000_000];
        var key = new int[500_000];
        key[^1] = 1;

        Assert.Equal(-1, LiteralSearch.IndexOf<int>(text, key));
    }
}
