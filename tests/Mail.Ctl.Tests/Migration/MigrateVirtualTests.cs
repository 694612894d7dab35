namespace Mail.Ctl.Tests;

public sealed class MigrateVirtualTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Virtual_alias_domain_with_its_addresses()
    {
        var findings = await _world.MigrateTwiceAsync(
            "virtual",
            """
            virtual.test            anything
            postmaster@virtual.test postmaster
            User1@virtual.test      alice@example.test
            user2@virtual.test      alice@example.test, bob@elsewhere.test
                                    carol@elsewhere.test
            @virtual.test           alice@example.test
            """,
            "--domain", "example.test");

        Assert.Equal(
            [
                "1 made domain virtual.test, with '+' before a detail",
                "2 made alias postmaster@virtual.test → postmaster@example.test | postmaster@example.test: nobody here yet",
                "3 made alias user1@virtual.test → alice@example.test",
                "4 made alias user2@virtual.test → alice@example.test, bob@elsewhere.test, carol@elsewhere.test",
                "6 made alias @virtual.test → alice@example.test",
            ],
            findings);
    }

    [Fact]
    public async Task Domain_that_stands_for_another_becomes_an_alias_domain()
    {
        var findings = await _world.MigrateTwiceAsync("virtual", "@other.test @example.test\n@mixed.test @example.test\nx@mixed.test alice@example.test\n", "--add-domains");

        Assert.Equal("1 made domain other.test, an alias of example.test", findings[0]);
        Assert.Contains("2 not converted domain mixed.test, an alias of example.test | an alias domain has no addresses of its own, and x@mixed.test is one", findings);
    }

    [Theory]
    [InlineData("plain alice@example.test\n", "1 not converted | a name without a domain: give --domain")]
    [InlineData("lonely\n", "1 not converted | expected 'pattern address, address'")]
    [InlineData("a@example.test b\n", "1 not converted | 'b': a name without a domain: give --domain")]
    [InlineData("a@far.test alice@example.test\n", "1 not converted alias a@far.test → alice@example.test | far.test is no domain here: mailctl domain add far.test, or --add-domains")]
    [InlineData("a b@ok\n", "1 not converted | a name without a domain: give --domain")]
    [InlineData("/^sales-.*/ alice@example.test\n", "1 not converted | regular expressions have no counterpart: give the addresses one by one")]
    [InlineData("!/@example\\.test$/ alice@example.test\n", "1 not converted | regular expressions have no counterpart: give the addresses one by one")]
    [InlineData("if /^sales/\n", "1 not converted | regular expressions have no counterpart: give the addresses one by one")]
    [InlineData("endif\n", "1 not converted | regular expressions have no counterpart: give the addresses one by one")]
    [InlineData("@example.test @example.test\n", "1 not needed domain example.test, an alias of example.test | stands for itself")]
    [InlineData("carol@example.test carol@example.test\n", "1 not converted alias carol@example.test → carol@example.test | it leads to itself, and there is no account carol@example.test: mailctl account add carol@example.test, and then this again")]
    [InlineData("alice@example.test alice@example.test\n", "1 not needed alias alice@example.test → alice@example.test | alice@example.test is an account")]
    public async Task What_has_no_counterpart_is_named(string text, string finding) => Assert.Equal([finding], await _world.MigrateAsync("virtual", text));

    [Fact]
    public async Task Name_without_domain_is_one_of_the_given_domain()
    {
        var findings = await _world.MigrateTwiceAsync("virtual", "john.doe alice\njohn.doe second\n", "--domain", "example.test");

        Assert.Equal(["1 made alias john.doe@example.test → alice@example.test", "2 not converted | line 1 has the same pattern, and goes before it"], findings);
    }

    [Theory]
    [InlineData("virtual")]
    [InlineData("transport")]
    [InlineData("aliases")]
    public async Task Definition_of_a_table_is_no_table_and_its_password_is_not_told(string verb)
    {
        string[] more = verb == "transport" ? [] : ["--domain", "example.test"];
        var file = _world.Files.Write("mysql.cf", "user = postfix\npassword = s3cret\nhosts=inet:db.test:3306\nquery = SELECT a FROM b WHERE c='%s'\n");
        var run = (await _world.Ctl.RunAsync(["migrate", verb, file, "--json", .. more])).Succeeded();

        Assert.All(
            run.Json.GetProperty("findings").EnumerateArray(),
            finding => Assert.Equal("is the definition of a table elsewhere: give what is in that table, as text", finding.GetProperty("remark").GetString()));
        Assert.Equal(4, run.Json.GetProperty("findings").GetArrayLength());
        Assert.DoesNotContain("s3cret", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_without_end_is_given_up()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "skipped: no /dev/zero here");
        (await _world.Ctl.RunAsync("migrate virtual /dev/zero --dry-run")).Refused("/dev/zero is larger than 32.0 MiB");
    }
}
