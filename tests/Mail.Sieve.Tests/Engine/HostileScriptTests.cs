using System.Diagnostics;
using System.Text;

namespace Mail.Sieve.Tests.Engine;

/// <summary>Scripts that are written to hurt end in an error that says why, within the budget, and the message is kept.</summary>
public class HostileScriptTests
{
    [Fact]
    public void Blocks_nested_too_deep_are_one_problem()
    {
        var script = string.Concat(Enumerable.Repeat("if true { ", 10_000));

        var problem = Assert.Single(SieveKit.Problems(script));
        Assert.Equal("1:329: expected at most 32 blocks within each other", problem);
    }

    [Theory]
    [InlineData("not ")]
    [InlineData("anyof (")]
    public void Tests_nested_too_deep_are_one_problem(string nesting)
    {
        var script = $"if {string.Concat(Enumerable.Repeat(nesting, 10_000))} true";

        Assert.EndsWith("expected at most 32 tests within each other", Assert.Single(SieveKit.Problems(script)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_is_too_long_is_not_read() =>
        Assert.StartsWith("1:1: expected at most 1048576 characters", Assert.Single(SieveKit.Problems(new string('#', 1024 * 1024 + 1))), StringComparison.Ordinal);

    [Fact]
    public void A_list_that_is_too_long_is_a_problem()
    {
        var script = $"if header \"a\" [{string.Join(',', Enumerable.Repeat("\"b\"", 5000))}] {{ keep; }}";

        Assert.Contains(SieveKit.Problems(script), p => p.EndsWith("expected at most 4096 in one list", StringComparison.Ordinal));
    }

    [Fact]
    public void No_more_than_twenty_problems_are_told() =>
        Assert.Equal(20, SieveKit.Problems(string.Concat(Enumerable.Repeat("foo;\n", 1000))).Count);

    [Fact]
    public async Task A_variable_that_doubles_itself_stays_within_its_limit()
    {
        var script = new StringBuilder("require \"variables\"; set \"a\" \"xxxxxxxx\";");
        for (var i = 0; i < 500; i++)
        {
            script.Append("set \"a\" \"${a}${a}\";");
        }

        var result = await SieveKit.RunAsync(script + "if string :matches \"${a}\" \"?*\" { discard; }");

        Assert.Null(result.Error);
        Assert.Equal("discard", SieveKit.Describe(result));
    }

    [Fact]
    public async Task A_string_of_many_variables_costs_what_it_is_long()
    {
        var all = string.Concat(Enumerable.Repeat("${a}", 200_000));
        var script = $"require \"variables\"; set \"a\" \"{new string('x', 4000)}\"; set \"b\" \"{all}\"; discard;";

        var result = await SieveKit.RunAsync(script);

        Assert.Equal("the string is longer than 1048576 characters", result.Error?.Message);
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }

    [Fact]
    public void Too_many_variables_are_a_problem() => Assert.EndsWith(
        "expected at most 255 variables in a script", Assert.Single(SieveKit.Problems("require \"variables\";" + SetMany(0, 300))), StringComparison.Ordinal);

    [Fact]
    public async Task Too_many_variables_of_several_rows_are_an_error()
    {
        var rows = Enumerable.Range(0, 3).Select(i => SieveKit.Compile("require \"variables\";" + SetMany(100 * i, 100), name: $"row {i}"));

        var result = await SieveKit.RunAsync([new SieveScope("account", [.. rows])]);

        Assert.Equal("row 2:1:846: the script sets more than 255 variables", result.Error?.ToString());
    }

    private static string SetMany(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(i => $"set \"v{i:000}\" \"x\";"));

    [Fact]
    public async Task Ten_thousand_redirects_are_four_and_an_error()
    {
        var script = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"redirect \"u{i}@example.org\";"));

        var result = await SieveKit.RunAsync(script);

        Assert.Equal("number of redirect actions exceeds policy limit of 4", result.Error?.Message);
        Assert.Equal(4, result.Actions.Count(a => a is RedirectAction));
        Assert.Contains(result.Actions, a => a is KeepAction { IsImplicit: true });
    }

    [Fact]
    public async Task Too_many_actions_are_an_error()
    {
        var script = "require \"fileinto\";" + string.Concat(Enumerable.Range(0, 100).Select(i => $"fileinto \"f{i}\";"));

        var result = await SieveKit.RunAsync(script);

        Assert.Equal("total number of actions exceeds policy limit of 32", result.Error?.Message);
        Assert.Equal(32, result.Actions.Count);
    }

    [Fact]
    public async Task Scripts_that_include_each_other_many_times_come_to_an_end()
    {
        var host = new ScriptedHost();
        for (var i = 0; i < 20; i++)
        {
            host.Scripts[$"s{i}"] = $"require \"include\"; include \"s{i + 1}\"; include \"s{i + 1}\";";
        }

        var result = await SieveKit.RunAsync("require \"include\"; include \"s0\";", host: host);

        Assert.Equal("more than 10 scripts include each other", result.Error?.Message);
    }

    [Fact]
    public async Task Scripts_included_too_often_come_to_an_end()
    {
        var host = new ScriptedHost { Scripts = { ["leaf"] = "stop;" } };
        for (var i = 0; i < 8; i++)
        {
            host.Scripts[$"s{i}"] = string.Concat("require \"include\";", string.Concat(Enumerable.Repeat(i == 7 ? "include \"nothing\";" : $"include \"s{i + 1}\";", 3)));
        }

        host.Scripts["nothing"] = "";
        var result = await SieveKit.RunAsync("require \"include\"; include \"s0\";", host: host);

        Assert.Equal("more than 255 scripts are included", result.Error?.Message);
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*a){20}")]
    [InlineData("([a-zA-Z]+)*x")]
    public async Task Expressions_that_go_back_forever_elsewhere_are_linear_here(string expression)
    {
        var message = $"Subject: {new string('a', 50_000)}!\n\n";
        var started = Stopwatch.GetTimestamp();

        var result = await SieveKit.RunAsync($"require \"regex\"; if header :regex \"Subject\" \"{expression}\" {{ discard; }}", message);

        Assert.True(result.Error is null or { Message: "a value takes too long to be compared with this regular expression" });
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "going back would take years");
    }

    [Theory]
    [InlineData("((a{200}){200}){200}")]
    [InlineData("(")]
    [InlineData("a{1000}")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("(a)\\\\1")]
    [InlineData("[a")]
    [InlineData("[[:nothing:]]")]
    [InlineData("[z-a]")]
    public void Expressions_that_cannot_be_are_problems(string expression) =>
        Assert.Single(SieveKit.Problems($"require \"regex\"; if header :regex \"Subject\" \"{expression}\" {{ discard; }}"));

    [Fact]
    public async Task A_long_value_is_not_taken_apart()
    {
        const string Script = """require ["regex", "variables", "fileinto"]; if header :regex "Subject" "(.*a){20}" { fileinto "lists.${1}"; }""";

        var result = await SieveKit.RunAsync(Script, $"Subject: {new string('a', 50_000)}\n\n");

        Assert.Equal("a value of more than 8192 characters cannot be taken apart by a regular expression", result.Error?.Message);
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }

    [Fact]
    public void Too_many_regular_expressions_are_a_problem()
    {
        var keys = string.Join(',', Enumerable.Repeat("\"a+b\"", 300));

        Assert.EndsWith(
            "expected at most 256 regular expressions in a script",
            Assert.Single(SieveKit.Problems($"require \"regex\"; if header :regex \"Subject\" [{keys}] {{ discard; }}")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparing_long_values_again_and_again_runs_out_of_budget()
    {
        var tests = string.Concat(Enumerable.Repeat("if header :matches \"Subject\" \"*a*b*c*d\" { keep; }", 10_000));

        var result = await SieveKit.RunAsync(tests, $"Subject: {new string('a', 30_000)}\n\n");

        Assert.Equal("the script takes more than 500000 steps", result.Error?.Message);
        Assert.Equal(500_000, result.Spent);
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }

    [Fact]
    public async Task An_error_keeps_what_was_discarded_or_rejected_before()
    {
        var result = await SieveKit.RunAsync("""require ["ihave", "copy"]; redirect :copy "a@example.org"; discard; error "stop here";""");

        Assert.Equal("redirect a@example.org, implicit keep", SieveKit.Describe(result));
    }

    [Fact]
    public async Task An_error_after_a_message_was_filed_does_not_store_it_twice()
    {
        var result = await SieveKit.RunAsync("""require ["ihave", "fileinto"]; fileinto "x"; error "stop here";""");

        Assert.Equal("fileinto x", SieveKit.Describe(result));
    }

    [Theory]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    [InlineData("<a@example.org> SIZE=1")]
    [InlineData("@a,@b:c@example.org")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("group: a@example.org;")]
    [InlineData("")]
    public async Task Addresses_that_variables_bring_are_checked(string address)
    {
        var result = await SieveKit.RunAsync(
            $"require [\"variables\", \"encoded-character\"]; set \"a\" \"{address.Replace("\r\n", "${hex:0d 0a}", StringComparison.Ordinal)}\"; redirect \"${{a}}\";");

        Assert.StartsWith("expected an address to redirect to", result.Error?.Message, StringComparison.Ordinal);
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }
}
