namespace Mail.Ctl.Tests;

public sealed class RuleSvtestTests : IDisposable
{
    private const string Require = "require \"vnd.dovecot.testsuite\";\n";

    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_of_a_folder_are_run_and_failures_told()
    {
        _folder.Write("a.svtest", Require + "test \"one\" { if not test_script_compile \"a.sieve\" { test_fail \"no\"; } }");
        _folder.Write("a.sieve", "keep;");
        _folder.Write("b.svtest", Require + "test \"two\" { test_fail \"so be it\"; }");

        var run = await _world.RunAsync(["rule", "svtest", _folder[""], "--json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, run.Json.GetProperty("passed").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("failed").GetInt32());
        var failure = run.Json.GetProperty("failures")[0];
        Assert.Equal(
            (_folder["b.svtest"], "two", "line 2: so be it"),
            (failure.GetProperty("file").GetString(), failure.GetProperty("test").GetString(), failure.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task What_needs_an_extension_that_is_not_there_fails_or_is_left_aside()
    {
        _folder.Write("a.svtest", "require [\"vnd.dovecot.testsuite\", \"nowhere\"];\ntest \"one\" { }");

        Assert.Equal(1, (await _world.RunAsync(["rule", "svtest", _folder[""]])).ExitCode);
        Assert.Equal("0 passed, 0 failed, 1 left aside.\n", (await _world.RunAsync(["rule", "svtest", _folder[""], "--supported-only"])).Succeeded().Out);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused() =>
        (await _world.RunAsync(["rule", "svtest", _folder["none.svtest"]])).Refused("no file or folder");
}
