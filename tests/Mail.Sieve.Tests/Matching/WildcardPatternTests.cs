using System.Text.RegularExpressions;
using CsCheck;
using Mail.Sieve.Matching;

namespace Mail.Sieve.Tests.Matching;

public sealed class WildcardPatternTests
{
    private long _work;

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "*", true)]
    [InlineData("", "?", false)]
    [InlineData("frop", "frop", true)]
    [InlineData("FROP", "frop", true)]
    [InlineData("frop", "fro", false)]
    [InlineData("frop", "rop", false)]
    [InlineData("frop", "fr?p", true)]
    [InlineData("frop", "????", true)]
    [InlineData("frop", "???", false)]
    [InlineData("frop", "?????", false)]
    [InlineData("frop", "*o*", true)]
    [InlineData("frop", "*p", true)]
    [InlineData("frop", "f*", true)]
    [InlineData("frop", "frop*frop", false)]
    [InlineData("frofrop", "fro*frop", true)]
    [InlineData("fropfrop", "*?frop", true)]
    [InlineData("abcab", "*ab", true)]
    [InlineData("aab", "*?b", true)]
    [InlineData("ab", "a*?b", false)]
    [InlineData("what?", "what\\?", true)]
    [InlineData("whats", "what\\?", false)]
    [InlineData("5*", "?\\*", true)]
    [InlineData("55", "?\\*", false)]
    [InlineData("a\\b", "a\\\\b", true)]
    [InlineData("a\\", "a\\", true)]
    public void A_key_matches_the_whole_value(string value, string key, bool matches) =>
        Assert.Equal(
            matches ? WildcardOutcome.Match : WildcardOutcome.NoMatch, new WildcardPattern(key, Comparators.AsciiCasemap).Match(value, ref _work));

    // RFC 5229 §3.2: the examples, and that wildcards match as little as possible.
    [Theory]
    [InlineData("[acme-users] [fwd] version 1.0 is out", "[*] *", new[] { "acme-users", "[fwd] version 1.0 is out" })]
    [InlineData("coyote@ACME.Example.COM", "coyote@**.com", new[] { "", "ACME.Example" })]
    [InlineData("a-b-c", "*-*", new[] { "a", "b-c" })]
    [InlineData("a-b-c", "*-?", new[] { "a-b", "c" })]
    [InlineData("Frop", "?*?", new[] { "F", "ro", "p" })]
    [InlineData("x", "***", new[] { "", "", "x" })]
    [InlineData("Grüße an alle", "*ü* *", new[] { "Gr", "ße", "an alle" })]
    public void Each_wildcard_yields_what_it_stands_for(string value, string key, string[] wildcards)
    {
        var outcome = new WildcardPattern(key, Comparators.AsciiCasemap).Match(value, ref _work, out var captures);

        Assert.Equal(WildcardOutcome.Match, outcome);
        Assert.Equal([value, .. wildcards], captures);
    }

    [Fact]
    public void No_match_yields_no_captures()
    {
        new WildcardPattern("*b", Comparators.AsciiCasemap).Match("abc", ref _work, out var captures);

        Assert.Empty(captures);
    }

    // RFC 5228 §2.7.1: with these comparators "?" always matches exactly one octet.
    [Theory]
    [InlineData("i;octet", "ü", "?", false)]
    [InlineData("i;octet", "ü", "??", true)]
    [InlineData("i;ascii-casemap", "ü", "??", true)]
    [InlineData("i;unicode-casemap", "ü", "?", true)]
    [InlineData("i;unicode-casemap", "😀", "?", true)]
    [InlineData("i;unicode-casemap", "ÜBER", "ü*", true)]
    public void The_comparator_says_what_one_character_is(string comparator, string value, string key, bool matches)
    {
        Assert.True(Comparators.TryFind(comparator, out var found));
        Assert.Equal(matches, new WildcardPattern(key, found).Match(value, ref _work) is WildcardOutcome.Match);
    }

    [Fact]
    public void Any_key_matches_what_the_same_regular_expression_matches() =>
        Gen.Select(Gen.String["ab*?\\"], Gen.String["ab?*é"]).Sample((key, value) =>
        {
            // A trailing backslash stands for itself; in a regular expression it cannot stand alone.
            var expression = Regex.Replace(key, @"\\?.|\\$", part => part.Value switch
            {
                "*" => "(.*?)",
                "?" => "(.)",
                "\\" => @"\\",
                [var plain] => Regex.Escape(plain.ToString()),
                [_, var escaped] => Regex.Escape(escaped.ToString()),
                _ => throw new InvalidOperationException(part.Value),
            });
            var expected = Regex.Match(value, $"^{expression}\\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);

            var outcome = new WildcardPattern(key, Comparators.UnicodeCasemap).Match(value, ref _work, out var captures);

            Assert.Equal(expected.Success, outcome is WildcardOutcome.Match);
            Assert.Equal(expected.Success ? expected.Groups.Values.Select(group => group.Value) : [], captures);
        });

    [Fact]
    public void A_key_made_to_be_slow_is_linear_without_question_marks()
    {
        var key = string.Concat(Enumerable.Repeat("a*", 5_000)) + "b";

        Assert.Equal(WildcardOutcome.NoMatch, new WildcardPattern(key, Comparators.Octet).Match(new string('a', 1_000_000), ref _work));
    }

    [Fact]
    public void A_key_with_question_marks_is_given_up_when_it_takes_too_long()
    {
        var key = "*" + string.Concat(Enumerable.Repeat("?a", 30_000)) + "b*";

        Assert.Equal(WildcardOutcome.TooCostly, new WildcardPattern(key, Comparators.Octet).Match(new string('a', 1_000_000), ref _work));
    }
}
