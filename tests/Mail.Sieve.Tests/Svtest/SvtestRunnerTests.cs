using System.Text;
using Mail.Sieve.Svtest;

namespace Mail.Sieve.Tests.Svtest;

public sealed class SvtestRunnerTests
{
    private const string Require = "require \"vnd.dovecot.testsuite\";\n";

    [Fact]
    public async Task A_test_that_fails_says_so_and_the_next_one_runs()
    {
        var report = await RunAsync(Require + "test \"one\" { test_fail \"so be it\"; test_fail \"never\"; }\ntest \"two\" { keep; }");

        Assert.Equal(1, report.Passed);
        Assert.Equal(new SvtestFailure("a.svtest", "one", "line 2: so be it"), Assert.Single(report.Failures));
    }

    [Fact]
    public async Task An_error_at_run_time_fails_the_test_only()
    {
        var report = await RunAsync(Require + "test \"one\" { test_message :smtp 0; }\ntest \"two\" { }");

        Assert.Equal(1, report.Passed);
        Assert.Equal("line 2: there is no such message", Assert.Single(report.Failures).Reason);
    }

    [Fact]
    public async Task An_error_between_the_tests_fails_the_file()
    {
        var report = await RunAsync(Require + "test \"one\" { }\ntest_message :smtp 0;\ntest \"two\" { }");

        Assert.Equal(1, report.Passed);
        Assert.Equal("", Assert.Single(report.Failures).Test);
    }

    [Fact]
    public async Task All_tests_of_a_file_fail_that_needs_what_is_not_there()
    {
        var report = await RunAsync("require [\"vnd.dovecot.testsuite\", \"nowhere\"];\ntest \"one\" { }\ntest \"two\" { }");

        Assert.Equal(["one", "two"], report.Failures.Select(failure => failure.Test));
        Assert.All(report.Failures, failure => Assert.Contains("nowhere", failure.Reason, StringComparison.Ordinal));
        Assert.Equal("nowhere", report.Unsupported);
    }

    [Theory]
    [InlineData("")]
    [InlineData("test")]
    [InlineData("test \"")]
    public async Task A_file_that_is_no_script_is_a_report(string text)
    {
        var report = await RunAsync(text);

        Assert.Equal(0, report.Passed);
    }

    [Fact]
    public async Task A_script_under_test_can_fail_the_run_itself()
    {
        var report = await RunAsync(
            Require + "test \"one\" { if allof (test_script_compile \"b.sieve\", test_script_run) { test_fail \"it ran\"; } if not test_error \"so be it\" { test_fail \"no\"; } }",
            "require \"vnd.dovecot.testsuite\"; test_fail \"so be it\";");

        Assert.Empty(report.Failures);
    }

    // Nothing but the test files and what is run for them has the language.
    [Fact]
    public void Other_scripts_do_not_have_the_test_language() => Assert.False(new SieveCompiler(SieveOptions.Default).Compile("a", Require).Succeeded);

    [Theory]
    [InlineData("include \"one\";", "include \"one\";", "circular")]
    [InlineData("include \"none\";", "", "no script")]
    [InlineData("include :optional \"none\";", "", null)]
    public async Task What_a_script_includes_is_looked_through_when_it_is_compiled(string script, string included, string? error)
    {
        var files = new Dictionary<string, string>
        {
            ["a.svtest"] = Require + (error is null
                ? "test \"t\" { if not test_script_compile \"b.sieve\" { test_fail \"it does not compile\"; } }"
                : $"test \"t\" {{ if test_script_compile \"b.sieve\" {{ test_fail \"it compiles\"; }} if not test_error :contains \"{error}\" {{ test_fail \"no\"; }} }}"),
            ["b.sieve"] = "require \"include\"; " + script,
            ["included/one.sieve"] = "require \"include\"; " + included,
        };
        var report = await new SvtestRunner(new TextFiles(files), TimeProvider.System).RunAsync("a.svtest", TestContext.Current.CancellationToken);

        Assert.Empty(report.Failures);
    }

    private static async Task<SvtestReport> RunAsync(string text, string script = "") =>
        await new SvtestRunner(new TextFiles(new() { ["a.svtest"] = text, ["b.sieve"] = script }), TimeProvider.System)
            .RunAsync("a.svtest", TestContext.Current.CancellationToken);

    private sealed class TextFiles(Dictionary<string, string> texts) : ISvtestFiles
    {
        public byte[]? Read(string path) => texts.TryGetValue(path, out var text) ? Encoding.UTF8.GetBytes(text) : null;
    }
}
