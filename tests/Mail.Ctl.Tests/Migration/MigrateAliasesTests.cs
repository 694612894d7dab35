namespace Mail.Ctl.Tests;

public sealed class MigrateAliasesTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private Task<IReadOnlyList<string>> MigrateAsync(string text, params string[] more) =>
        _world.MigrateTwiceAsync("aliases", text, ["--domain", "example.test", .. more]);

    [Fact]
    public async Task Names_become_aliases_of_the_domain()
    {
        var findings = await MigrateAsync(
            """
            # Basic system aliases
            mailer-daemon: postmaster
            postmaster:    root
            root:          Alice

            sales: alice,
                   bob@elsewhere.test,
            # in the middle of it
                   "Carol C." <carol@elsewhere.test>
            "odd name":    alice
            """);

        Assert.Equal(
            [
                "2 made alias mailer-daemon@example.test → postmaster@example.test",
                "3 made alias postmaster@example.test → root@example.test",
                "4 made alias root@example.test → Alice@example.test",
                "6 made alias sales@example.test → alice@example.test, bob@elsewhere.test, carol@elsewhere.test",
                "10 made alias \"odd name\"@example.test → alice@example.test",
            ],
            findings);
        Assert.Equal(5, (await _world.AliasesAsync()).Count);
    }

    [Fact]
    public async Task Programs_and_files_have_no_counterpart_and_the_rest_of_the_alias_stays()
    {
        var findings = await MigrateAsync("a: \"|/usr/bin/vacation alice, bob\"\nb: alice, |/usr/bin/tee\nc: /var/mail/archive\nd: /dev/null\ne: :fail: gone\n");

        Assert.Equal(
            [
                "1 not converted | |/usr/bin/vacation alice, bob: programs are not run here; see docs/rules for what rules can do, webhooks among it",
                "2 made alias b@example.test → alice@example.test | without |/usr/bin/tee: programs are not run here; see docs/rules for what rules can do, webhooks among it",
                "3 not converted | /var/mail/archive: mail is not appended to files here; make an account, or a rule with fileinto",
                "4 not converted | /dev/null: to drop mail, make an account with the rule 'discard;'",
                "5 not converted | :fail: gone: has no counterpart",
            ],
            findings);
    }

    [Fact]
    public async Task Alias_of_an_account_is_told_as_a_rule()
    {
        var findings = await MigrateAsync("alice: \\alice, bob@elsewhere.test\n");
        var gone = await _world.MigrateAsync("aliases", "alice: bob@elsewhere.test, c@elsewhere.test\n", "--domain", "example.test");
        var self = await _world.MigrateAsync("aliases", "alice: alice\n", "--domain", "example.test");

        const string Advice = "not converted alias alice@example.test → {0} | alice@example.test is an account, which goes before an alias; "
            + "as a rule: mailctl rule add alice@example.test forward --actions '{1}'";
        Assert.Equal(["1 " + string.Format(null, Advice, "alice@example.test, bob@elsewhere.test", "redirect :copy \"bob@elsewhere.test\";")], findings);
        Assert.Equal(
            ["1 " + string.Format(null, Advice, "bob@elsewhere.test, c@elsewhere.test", "redirect \"bob@elsewhere.test\"; redirect :copy \"c@elsewhere.test\";")], gone);
        Assert.Equal(["1 not needed alias alice@example.test → alice@example.test | alice@example.test is an account"], self);
    }

    [Fact]
    public async Task Included_files_are_read_below_the_root_only()
    {
        _world.Files.Write("etc/lists/members", "# people\nalice\nbob@elsewhere.test, carol@elsewhere.test\n:include:/etc/lists/more\n");
        _world.Files.Write("etc/lists/more", "dan@elsewhere.test\n:include:/etc/lists/more\n");
        var root = Path.GetDirectoryName(_world.Files["etc"])!;

        var inside = await _world.MigrateAsync("aliases", "list: :include:/etc/lists/members\n", "--domain", "example.test", "--root", root);
        var outside = await _world.MigrateAsync(
            "aliases", "other: alice, :include:/../../../etc/passwd\n", "--domain", "example.test", "--root", _world.Files["etc"]);

        Assert.Equal(
            ["1 made alias list@example.test → alice@example.test, bob@elsewhere.test, carol@elsewhere.test and 1 more"],
            inside);
        Assert.Equal(
            [
                "1 made alias other@example.test → alice@example.test | without :include:/../../../etc/passwd cannot be read here: "
                + "give --root, under which the other machine's files are",
            ],
            outside);
    }

    [Fact]
    public void Included_files_that_name_each_other_many_times_are_read_once_each()
    {
        var reads = 0;
        var text = string.Concat(Enumerable.Repeat(":include:/a\n:include:/b\n", 1000)) + "bob@elsewhere.test\n";

        var plan = new AliasFile("example.test", _ => ++reads < 1000 ? text : throw new InvalidOperationException("It goes on and on.")).Read("aliases", "list: :include:/a\n");

        Assert.Equal(2, reads);
        Assert.Equal("alias list@example.test → bob@elsewhere.test", Assert.Single(plan.Items).Target!.What);
    }

    [Fact(Timeout = 60_000)]
    public async Task Included_files_are_not_read_through_links_out_of_the_root_nor_from_pipes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "skipped: no mkfifo here");
        _world.Files.Write("secret/members", "carol@elsewhere.test\n");
        _world.Files.Write("root/lists/members", "dan@elsewhere.test\n");
        Directory.CreateSymbolicLink(_world.Files["root/out"], _world.Files["secret"]);
        Directory.CreateSymbolicLink(_world.Files["root/in"], "lists/../lists");
        Directory.CreateSymbolicLink(_world.Files["root/circle"], "circle");
        using var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [_world.Files["root/pipe"]]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        var included = new IncludedFiles(_world.Files["root"]);

        Assert.Equal("dan@elsewhere.test\n", included.Read("/in/members"));
        Assert.Equal("dan@elsewhere.test\n", included.Read(_world.Files["root/lists/members"]));
        Assert.All(["/out/members", "/circle/members", "/in/../../secret/members", "/missing"], path => Assert.Null(included.Read(path)));
        Assert.Equal("", included.Read("/pipe"));
    }

    [Fact]
    public async Task Alias_that_keeps_a_copy_for_an_account_still_to_come_is_not_made_without_the_copy() => Assert.Equal(
        [
            "1 not converted alias bob@example.test → bob@example.test, b@elsewhere.test | it leads to itself, and there is no account bob@example.test: "
            + "mailctl account add bob@example.test, and then this again",
        ],
        await _world.MigrateAsync("aliases", "bob: \\bob, b@elsewhere.test\n", "--domain", "example.test"));

    [Fact]
    public async Task Targets_that_nobody_knows_are_named()
    {
        var findings = await MigrateAsync("root: vagrant, postmaster\npostmaster: alice+root\n");

        Assert.Equal(
            [
                "1 made alias root@example.test → vagrant@example.test, postmaster@example.test | vagrant@example.test: nobody here yet",
                "2 made alias postmaster@example.test → alice+root@example.test",
            ],
            findings);
    }

    [Fact]
    public async Task What_is_there_stays_unless_it_is_to_be_replaced()
    {
        (await _world.Ctl.RunAsync("alias add sales@example.test alice@example.test --comment mine")).Succeeded();

        var kept = await _world.MigrateAsync("aliases", "sales: bob@elsewhere.test\n", "--domain", "example.test");
        Assert.Equal(["sales@example.test: alice@example.test"], await _world.AliasesAsync());
        var replaced = await _world.MigrateAsync("aliases", "sales: bob@elsewhere.test\n", "--domain", "example.test", "--replace");

        Assert.Equal(
            [
                "1 different alias sales@example.test → bob@elsewhere.test | there is alias sales@example.test → alice@example.test; "
                + "--replace puts this in its place",
            ],
            kept);
        Assert.Equal(["1 made alias sales@example.test → bob@elsewhere.test | replaces what was there"], replaced);
        var alias = Assert.Single((await _world.Ctl.RunAsync("alias list --json")).Json.EnumerateArray());
        Assert.Equal("mine", alias.GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Domain_that_is_not_here_is_named_or_added()
    {
        var named = await _world.MigrateAsync("aliases", "a: alice@example.test\nb: c\n", "--domain", "new.test");
        var added = await _world.MigrateAsync("aliases", "a: alice@example.test\nb: c\n", "--domain", "new.test", "--add-domains");

        Assert.All(named, line => Assert.Contains("not converted", line, StringComparison.Ordinal));
        Assert.Contains("new.test is no domain here: mailctl domain add new.test, or --add-domains", named[0], StringComparison.Ordinal);
        Assert.Equal("1 made domain new.test, with '+' before a detail", added[0]);
        Assert.Equal(["a@new.test: alice@example.test", "b@new.test: c@new.test"], await _world.AliasesAsync());
    }

    [Theory]
    [InlineData("no colon here\n", "expected 'name: value, value'")]
    [InlineData("a: alice\na: bob\n", "line 1 has the same name, and goes before it")]
    [InlineData("a:\n", "it has no value")]
    [InlineData("a: b@bad..test\n", "'b@bad..test': the domain is not letters")]
    [InlineData("a: b@x.test Carol <c@x.test>\n", "'b@x.test Carol <c@x.test>': the domain is not letters")]
    [InlineData("a..b@example.test: alice\n", "expected 'name: value, value'")]
    [InlineData("\"a\\", "expected 'name: value, value'")]
    public async Task Line_that_cannot_be_read_is_named(string text, string reason) =>
        Assert.Contains(
            (await _world.MigrateAsync("aliases", text, "--domain", "example.test")), line => line.Contains("not converted | " + reason, StringComparison.Ordinal));

    [Fact]
    public async Task Database_is_not_taken_for_its_text() =>
        (await _world.Ctl.RunAsync(["migrate", "aliases", _world.Files.Write("aliases.db", "a\0b"), "--domain", "example.test"]))
            .Refused("give the file that postmap or postalias reads");

    [Fact]
    public async Task Dry_run_says_what_would_be_made_and_stores_nothing()
    {
        var run = await _world.Ctl.RunAsync(["migrate", "aliases", _world.Files.Write("aliases", "a: alice\nb: |x\n"), "--domain", "example.test", "--dry-run"]);

        Assert.Equal(
            "aliases:1: made: alias a@example.test → alice@example.test\n"
            + "aliases:2: not converted: b: |x\n    |x: programs are not run here; see docs/rules for what rules can do, webhooks among it\n"
            + "1 made, 0 already there, 0 different, 1 not converted, 0 not needed here.\nThis was a dry run: nothing is stored.\n",
            run.Succeeded().Out);
        Assert.Empty(await _world.AliasesAsync());
    }

    [Fact]
    public async Task List_beyond_what_the_router_follows_is_cut_and_says_so()
    {
        var members = string.Join(",", Enumerable.Range(0, 1500).Select(i => $"m{i}@elsewhere.test"));

        var finding = Assert.Single(await _world.MigrateAsync("aliases", $"all: {members}\n", "--domain", "example.test"));

        Assert.EndsWith("| without more than 1000 targets: the rest is left out; a list of that size wants list software", finding, StringComparison.Ordinal);
    }
}
