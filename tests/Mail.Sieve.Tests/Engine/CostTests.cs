using System.Diagnostics;
using Mail.Sieve.Matching;

namespace Mail.Sieve.Tests.Engine;

/// <summary>What scripts and senders can make expensive is seen by the budget, or takes no longer than it is long.</summary>
public class CostTests
{
    private const string OutOfBudget = "the script takes more than 100000 steps";

    private static readonly SieveOptions Small = SieveOptions.Default with { InstructionBudget = 100_000 };

    [Fact]
    public void Braces_that_nobody_closes_are_read_in_one_pass()
    {
        var script = $"require [\"variables\", \"encoded-character\"]; set \"a\" \"{string.Concat(Enumerable.Repeat("${", 500_000))}}}\";";
        var started = Stopwatch.GetTimestamp();

        Assert.Empty(SieveKit.Problems(script));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8), "the square of the length would take longer");
    }

    [Fact]
    public async Task A_pattern_of_question_marks_is_paid_for()
    {
        var key = string.Concat(Enumerable.Repeat("a?", 2000));

        var result = await RunAsync($"if header :matches \"subject\" \"*{key}b*\" {{ discard; }}", $"Subject: {new string('a', 16_000)}\n\n");

        Assert.Equal(OutOfBudget, result.Error?.Message);
    }

    [Fact]
    public async Task A_long_pattern_made_while_the_script_runs_is_paid_for()
    {
        var key = string.Concat(Enumerable.Repeat("${a}", 200));
        var script = $"require \"variables\"; set \"a\" \"{new string('*', 4000)}\"; if header :matches \"subject\" \"{key}\" {{ discard; }}";

        Assert.Equal(OutOfBudget, (await RunAsync(script, "Subject: x\n\n")).Error?.Message);
    }

    [Fact]
    public async Task Letters_that_become_eighteen_are_paid_for()
    {
        var tests = string.Concat(Enumerable.Repeat("if header :comparator \"i;unicode-casemap\" :contains \"subject\" \"x\" { keep; }", 10));
        var script = $"require \"comparator-i;unicode-casemap\"; {tests}";

        Assert.Equal(OutOfBudget, (await RunAsync(script, $"Subject: {new string('\uFDFA', 20_000)}\n\n")).Error?.Message);
    }

    [Fact]
    public async Task Scripts_that_are_not_there_are_not_looked_for_without_end()
    {
        var script = "require \"include\";" + string.Concat(Enumerable.Repeat("include :optional \"nothing\";", 10_000));

        Assert.Equal(OutOfBudget, (await RunAsync(script)).Error?.Message);
    }

    [Fact]
    public async Task Each_name_of_a_field_is_paid_for()
    {
        var names = string.Join(',', Enumerable.Repeat("\"subject\"", 4000));

        var result = await RunAsync(string.Concat(Enumerable.Repeat($"if not exists [{names}] {{ stop; }}", 20)), "Subject: x\n\n");

        Assert.True(result.Spent > 20 * 4000);
    }

    [Fact]
    public async Task Looking_at_an_edited_header_of_many_fields_is_paid_for()
    {
        var header = string.Concat(Enumerable.Repeat("a:\n", 100_000));

        var result = await RunAsync(
            "require \"editheader\"; addheader \"a\" \"b\";" + string.Concat(Enumerable.Repeat("if not exists \"a\" { stop; }", 20)), $"{header}\n");

        Assert.Equal(OutOfBudget, result.Error?.Message);
    }

    [Fact]
    public async Task A_string_of_many_empty_variables_is_paid_for()
    {
        var result = await RunAsync($"require \"variables\"; set \"b\" \"{string.Concat(Enumerable.Repeat("${a}", 160_000))}\";");

        Assert.True(result.Spent >= 10_000);
    }

    [Fact]
    public void A_long_string_is_not_quoted_as_a_whole()
    {
        var problem = Assert.Single(SieveKit.Problems($"if header :comparator \"{new string('x', 100_000)}\" \"a\" \"b\" {{ keep; }}"));

        Assert.InRange(problem.Length, 100, 600);
    }

    [Fact]
    public void A_problem_of_one_string_is_told_once() =>
        Assert.Single(SieveKit.Problems("require [\"vacation\", \"variables\"]; vacation \"${99}\";"));

    [Fact]
    public async Task The_text_of_an_error_is_one_line_of_a_few_hundred_characters()
    {
        var result = await RunAsync("""
            require ["ihave", "variables", "encoded-character"];
            set "a" "one${hex:0d 0a}two";
            error "${a} ${a} ${a}";
            """);
        var longer = await RunAsync($"require \"ihave\"; error \"{new string('x', 100_000)}\";");

        Assert.Equal("one  two one  two one  two", result.Error?.Message);
        Assert.Equal(500, longer.Error?.Message.Length);
    }

    [Fact]
    public async Task The_time_of_all_expressions_is_counted()
    {
        var script = "require \"regex\";" + string.Concat(Enumerable.Repeat("if header :regex \"subject\" \"a+b\" { keep; }", 30));
        var content = new MemoryStream("Subject: aaa\r\n\r\n"u8.ToArray());
        var message = await SieveMessage.OpenAsync(content, MessageLimits.Default, TestContext.Current.CancellationToken);

        var result = await new SieveInterpreter(Small, new SlowClock()).RunAsync(
            [new SieveScope("account", [SieveKit.Compile(script)])], message, SieveKit.Environment, new ScriptedHost(), TestContext.Current.CancellationToken);

        Assert.Equal("regular expressions take more than 2 s for one message", result.Error?.Message);
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }

    // Twenty expressions with 1,000 states each hold 400 MB after a dozen messages unless they are dropped.
    [Fact]
    public void What_expressions_have_learned_of_mail_is_forgotten_once_it_took_long()
    {
        Assert.True(PosixRegex.TryMake("a+b", ignoreCase: true, isKept: true, out var regex, out _));
        var built = RegexStore.Get(regex);

        RegexStore.Note(length: 1000, TimeSpan.FromSeconds(2));

        Assert.NotSame(built, RegexStore.Get(regex));
        Assert.True(regex.Match("xaab").Success);
    }

    // A sender who sends much must not get past the rules by it.
    [Fact]
    public async Task Twenty_expressions_over_a_long_body_are_within_the_budget()
    {
        var tests = string.Concat(Enumerable.Range(0, 20).Select(i => $"if body :raw :regex \"w[0-9]+x{i}\" {{ keep; }}"));
        var message = "Subject: x\n\n" + string.Concat(Enumerable.Repeat("Some words in a line, and the number 42.\n", 50_000));

        var result = await SieveKit.RunAsync($"require [\"body\", \"regex\"]; {tests} discard;", message);

        Assert.Null(result.Error);
        Assert.Equal("discard", SieveKit.Describe(result));
    }

    [Fact]
    public async Task Decoding_again_what_is_too_much_to_be_kept_is_paid_for()
    {
        var part = "--b\nContent-Type: text/html\n\n" + string.Concat(Enumerable.Repeat("<p>", 50_000)) + "\n";
        var message = $"Content-Type: multipart/mixed; boundary=b\n\n{part}{part}{part}--b--\n";
        var script = SieveKit.Compile("require \"body\"; if body :contains \"x\" { keep; }");
        var content = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(message));

        async Task<int> SpentAsync(MessageLimits limits)
        {
            var opened = await SieveMessage.OpenAsync(content, limits, TestContext.Current.CancellationToken);
            var scope = new SieveScope("account", [script, script, script]);
            var interpreter = new SieveInterpreter(SieveOptions.Default, TimeProvider.System);
            return (await interpreter.RunAsync([scope], opened, SieveKit.Environment, new ScriptedHost(), TestContext.Current.CancellationToken)).Spent;
        }

        var (kept, again) = (await SpentAsync(MessageLimits.Default), await SpentAsync(MessageLimits.Default with { MaxKept = 0 }));

        Assert.True(again - kept >= 2 * 3 * (150_000 / 128), $"{kept} when kept, {again} when not");
    }

    private static Task<SieveResult> RunAsync(string script, string message = "Subject: x\n\n") => SieveKit.RunAsync(script, message, options: Small);

    /// <summary>Each look at it takes a tenth of a second.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 10;

        public override long GetTimestamp() => _now++;
    }
}
