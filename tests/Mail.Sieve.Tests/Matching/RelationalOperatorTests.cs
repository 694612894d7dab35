using Mail.Sieve.Matching;

namespace Mail.Sieve.Tests.Matching;

public sealed class RelationalOperatorTests
{
    [Theory]
    [InlineData("gt", false, false, true)]
    [InlineData("ge", false, true, true)]
    [InlineData("lt", true, false, false)]
    [InlineData("le", true, true, false)]
    [InlineData("eq", false, true, false)]
    [InlineData("NE", true, false, true)]
    public void Each_operator_holds_as_in_c(string text, bool less, bool equal, bool greater)
    {
        Assert.True(RelationalOperators.TryParse(text, out var relation));
        Assert.Equal([less, equal, greater], new[] { -5, 0, 5 }.Select(order => relation.Holds(order)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("gte")]
    public void Other_text_is_no_operator(string text) => Assert.False(RelationalOperators.TryParse(text, out _));
}
