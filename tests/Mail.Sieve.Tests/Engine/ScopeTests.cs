namespace Mail.Sieve.Tests.Engine;

/// <summary>Scopes after each other, and the rows within them.</summary>
public class ScopeTests
{
    private static readonly SieveOptions Rows = SieveOptions.Default with { RequireExtensions = false };

    private static SieveScope Scope(string name, params string[] rows) =>
        new(name, [.. rows.Select((text, i) => SieveKit.Compile(text, Rows, $"{name}-{i}"))]);

    private static async Task<string> RunAsync(params SieveScope[] scopes)
    {
        var result = await SieveKit.RunAsync(scopes, options: Rows);
        Assert.Null(result.Error);
        return SieveKit.Describe(result);
    }

    [Fact]
    public async Task Rows_need_no_require_and_share_variables() => Assert.Equal(
        "fileinto coyote",
        await RunAsync(Scope("account", """if address :matches "from" "*@*" { set "user" "${1}"; }""", """if true { fileinto "${user}"; }""")));

    [Fact]
    public async Task Stop_ends_its_scope_and_no_other() => Assert.Equal(
        "fileinto x",
        await RunAsync(Scope("site", "if true { stop; }", "if true { discard; }"), Scope("account", "if true { fileinto \"x\"; }")));

    [Theory]
    [InlineData("discard;", "discard")]
    [InlineData("fileinto \"x\";", "fileinto x")]
    [InlineData("redirect \"a@example.org\";", "redirect a@example.org")]
    [InlineData("reject \"no\";", "reject no")]
    public async Task What_is_not_kept_is_nothing_for_the_next_scope(string row, string actions) =>
        Assert.Equal(actions, await RunAsync(Scope("site", row), Scope("account", "fileinto \"y\";")));

    [Theory]
    [InlineData("keep;", "fileinto y")]
    [InlineData("fileinto :copy \"x\";", "fileinto x, fileinto y")]
    [InlineData("setflag \"a\";", "fileinto y [a]")]
    [InlineData("keep :flags \"a\";", "fileinto y [a]")]
    [InlineData("discard; keep;", "fileinto y")]
    public async Task What_is_kept_is_for_the_next_scope_to_change(string row, string actions) =>
        Assert.Equal(actions, await RunAsync(Scope("site", row), Scope("account", "fileinto \"y\";")));

    [Fact]
    public async Task Variables_end_with_their_scope() => Assert.Equal(
        "fileinto [-]",
        await RunAsync(Scope("site", "set \"a\" \"1\"; set \"global.b\" \"2\";"), Scope("account", "fileinto \"[${a}-${global.b}]\";")));

    [Fact]
    public async Task Actions_name_where_they_come_from()
    {
        var result = await SieveKit.RunAsync([Scope("site", "if true { }"), Scope("account", "if true { }", "\n\nif true {\n fileinto \"x\"; }")], options: Rows);

        Assert.Equal(new ActionOrigin("account", "account-1", 4), Assert.Single(result.Actions).Origin);
    }

    [Fact]
    public async Task A_sender_gets_one_vacation_reply_whatever_scopes_there_are() => Assert.Equal(
        "vacation one, implicit keep",
        await RunAsync(Scope("site", "vacation \"one\";"), Scope("account", "vacation \"two\";")));

    [Theory]
    [InlineData("fileinto \"a\"; fileinto \"A\"; fileinto \"b\";", "fileinto a, fileinto b")]
    [InlineData("keep; fileinto \"Inbox\";", "keep")]
    [InlineData("keep; keep; discard;", "keep")]
    [InlineData("redirect \"a@example.org\"; redirect \"A <A@example.org>\";", "redirect a@example.org")]
    [InlineData("notify \"mailto:a@example.org\"; notify \"mailto:a@example.org\";", "notify mailto:a@example.org, implicit keep")]
    [InlineData("discard; discard;", "discard")]
    [InlineData("discard; fileinto :copy \"a\";", "fileinto a")]
    public async Task The_same_twice_is_done_once(string commands, string actions) =>
        Assert.Equal(actions, await RunAsync(Scope("account", commands)));
}
