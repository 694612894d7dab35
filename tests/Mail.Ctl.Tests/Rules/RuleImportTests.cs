namespace Mail.Ctl.Tests;

public sealed class RuleImportTests : IDisposable
{
    private const string Recipes = """
        LOGFILE=log
        :0
        * ^Subject:.*lists
        .Lists/
        :0
        * ? some-program
        elsewhere
        INCLUDERC=more.rc
        """;

    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailctl-import-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Save(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    private Task<CtlRun> ImportAsync(string file, params string[] more) =>
        _world.RunAsync(["rule", "import", file, .. more.Contains("--dry-run") ? [] : new[] { "--account", "alice@example.test" }, .. more]);

    [Fact]
    public async Task Procmailrc_becomes_rules_and_a_report()
    {
        Save("more.rc", ":0\n* ^From:.*bob\n! bob\n");

        var json = (await ImportAsync(Save(".procmailrc", Recipes), "--json")).Succeeded().Json;

        Assert.Equal((3, 0, 1, 1), (Get("converted"), Get("approximated"), Get("notConverted"), Get("notNeeded")));
        Assert.Equal(
            ["100 lists: if header :contains \"subject\" \"lists\"", "110 forward-bob-example-test: if header :contains \"from\" \"bob\""],
            (await _world.RunAsync("rule list alice@example.test --json")).Json.EnumerateArray()
                .Select(rule => $"{rule.GetProperty("order")} {rule.GetProperty("name")}: if {rule.GetProperty("test")}"));
        var lost = json.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("outcome").GetString() == "not converted");
        Assert.Equal((6, "programs cannot be run here"), (lost.GetProperty("line").GetInt32(), lost.GetProperty("remark").GetString()));

        int Get(string name) => json.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Dry_run_shows_the_rules_and_stores_none()
    {
        var shown = (await ImportAsync(Save(".procmailrc", Recipes), "--dry-run")).Succeeded().Out;

        Assert.Contains("# lists (from .procmailrc:2)\nif header :contains \"subject\" \"lists\" {\n", shown, StringComparison.Ordinal);
        Assert.Contains(".procmailrc:6: not converted: * ? some-program\n    programs cannot be run here\n", shown, StringComparison.Ordinal);
        Assert.EndsWith("1 rules; nothing is stored.\n", shown, StringComparison.Ordinal);
        Assert.Equal("", (await _world.RunAsync("rule list")).Succeeded().Out);
    }

    [Fact]
    public async Task Second_import_replaces_only_when_told_to()
    {
        var file = Save(".mailfilter", "if ( /^Subject:.*lists/ )\n    to \"Maildir/.Lists\"\n");
        (await ImportAsync(file)).Succeeded();

        (await ImportAsync(file)).Refused("There is a rule 'lists' for account:alice already");
        (await ImportAsync(file, "--replace")).Succeeded();

        Assert.Equal(1, (await _world.RunAsync("rule list --json")).Json.GetArrayLength());
        Assert.Equal(
            ["replaced", "added"],
            (await _world.RunAsync("rule history alice@example.test --json")).Json.EnumerateArray().Select(version => version.GetProperty("change").GetString()!));
    }

    [Theory]
    [InlineData("INCLUDERC=../secret.rc\n")]
    [InlineData("INCLUDERC=$HOME/../secret.rc\n")]
    [InlineData("INCLUDERC=/etc/passwd\n")]
    [InlineData("INCLUDERC=link.rc\n")]
    public async Task Files_elsewhere_are_not_read(string text)
    {
        var secret = Path.Combine(_folder.Parent!.FullName, "secret.rc");
        await File.WriteAllTextAsync(secret, ":0\nsecret-folder\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.rc"), secret);

        var shown = (await ImportAsync(Save(".procmailrc", text), "--dry-run")).Succeeded().Out;

        File.Delete(secret);
        Assert.Contains("cannot be read", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-folder", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exported_rules_are_one_script_that_requires_what_it_uses()
    {
        (await _world.RunAsync(["rule", "add", "alice@example.test", "lists", "--test", "exists \"list-id\"", "--actions", "fileinto :create \"Lists\"; stop;"])).Succeeded();
        (await _world.RunAsync(["rule", "add", "alice@example.test", "mine", "--script", Save("a.sieve", "# mine\nrequire [\"variables\", \"copy\"];\nset \"a\" \"b\";\nredirect :copy \"${a}@example.org\";\n")])).Succeeded();
        (await _world.RunAsync(["rule", "add", "alice@example.test", "off", "--actions", "discard;", "--disabled"])).Succeeded();

        var script = (await _world.RunAsync("rule export alice@example.test")).Succeeded().Out;

        Assert.StartsWith("require [\"copy\", \"fileinto\", \"mailbox\", \"variables\"];\n", script, StringComparison.Ordinal);
        Assert.Contains("# lists\nif exists \"list-id\"\n{\nfileinto :create \"Lists\"; stop;\n}\n", script, StringComparison.Ordinal);
        Assert.Contains("\n# discard;", script, StringComparison.Ordinal);
        (await _world.RunAsync(["rule", "import", Save("all.sieve", script), "--site"])).Succeeded();
        Assert.Equal("all", Assert.Single((await _world.RunAsync("rule list --site --json")).Json.EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Script_with_an_error_is_not_imported()
    {
        (await ImportAsync(Save("bad.sieve", "nonsense;\n"))).Refused("does not compile");

        Assert.Equal("", (await _world.RunAsync("rule list")).Succeeded().Out);
    }

    [Theory]
    [InlineData("rule import file", "Say whose rules they are")]
    [InlineData("rule import file --site --domain example.test", "Say whose rules they are")]
    [InlineData("rule import file --site --format sendmail", "none of procmail, maildrop, sieve")]
    [InlineData("rule export", "Give an account, or")]
    public async Task What_does_not_go_together_is_a_usage_error(string line, string because) => (await _world.RunAsync(line)).Misused(because);
}
