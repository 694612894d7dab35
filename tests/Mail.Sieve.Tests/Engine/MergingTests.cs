namespace Mail.Sieve.Tests.Engine;

/// <summary>What becomes of actions that are asked for twice, and of the scripts behind one that ends.</summary>
public class MergingTests
{
    [Fact]
    public async Task A_mailbox_that_is_named_twice_is_made_if_either_says_so()
    {
        var result = await SieveKit.RunAsync("""require ["fileinto", "mailbox"]; fileinto "x"; fileinto :create "x";""");

        Assert.True(Assert.IsType<FileIntoAction>(Assert.Single(result.Actions)).Create);
    }

    [Fact]
    public async Task Two_scopes_that_redirect_to_one_address_send_one_copy()
    {
        const string Script = "require \"copy\"; redirect :copy \"archive@example.org\";";

        var result = await SieveKit.RunAsync([new SieveScope("site", [SieveKit.Compile(Script)]), new SieveScope("account", [SieveKit.Compile(Script)])]);

        Assert.Equal("redirect archive@example.org, implicit keep", SieveKit.Describe(result));
    }

    // RFC 6609 §3.3: outside of an included script it has the same effect as stop.
    [Fact]
    public async Task A_return_ends_the_rows_behind_it()
    {
        var result = await SieveKit.RunAsync([new SieveScope("account", [SieveKit.Compile("require \"include\"; return;"), SieveKit.Compile("discard;")])]);

        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }

    [Theory]
    [InlineData("31 Dec 9999 23:59:59 +0000", "+1400")]
    [InlineData("31 Dec 9999 23:59:59 +0000", "+0001")]
    public async Task A_date_that_a_zone_does_not_have_is_none(string date, string zone)
    {
        var result = await SieveKit.RunAsync(
            $"require \"date\"; if date :zone \"{zone}\" :matches \"date\" \"year\" \"*\" {{ discard; }}", $"Date: {date}\n\n");

        Assert.Null(result.Error);
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }
}
