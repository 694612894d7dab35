namespace Mail.Sieve.Tests.Engine;

/// <summary>RFC 6609, with its examples.</summary>
public class IncludeTests
{
    [Theory]
    [InlineData("From: boss@example.com\n\n", "keep")]
    [InlineData("Subject: $$ for you\n\n", "reject No thank you.")]
    [InlineData("Subject: XXXX\n\n", "reject Subject XXXX is unacceptable.")]
    [InlineData("From: money@example.com\n\n", "reject Mail from this sender is unwelcome.")]
    [InlineData("List-ID: sieve.ietf.org\n\n", "fileinto lists.sieve")]
    [InlineData("List-ID: ietf-imapext.imc.org\n\n", "fileinto lists.imapext")]
    [InlineData("Subject: hello\n\n", "implicit keep")]
    public async Task Section_3_2_include(string message, string actions)
    {
        var host = new ScriptedHost
        {
            Scripts =
            {
                ["always_allow"] = """
                    if address :is "from" "boss@example.com" { keep; }
                    elsif address :is "from" "ceo@example.com" { keep; }
                    """,
                ["spam_tests"] = """
                    require ["reject"];
                    if header :contains "Subject" "XXXX" { reject "Subject XXXX is unacceptable."; }
                    elsif address :is "from" "money@example.com" { reject "Mail from this sender is unwelcome."; }
                    """,
                ["mailing_lists"] = """
                    require ["fileinto"];
                    if header :is "List-ID" "sieve.ietf.org" { fileinto "lists.sieve"; }
                    elsif header :is "List-ID" "ietf-imapext.imc.org" { fileinto "lists.imapext"; }
                    """,
                [":spam_tests"] = """
                    require ["reject"];
                    if anyof (header :contains "Subject" "$$", header :contains "Subject" "Make money") { reject "No thank you."; }
                    """,
            },
        };
        const string Script = """
            require ["include"];
            include :personal "always_allow";
            include :global "spam_tests";
            include :personal "spam_tests";
            include :personal "mailing_lists";
            """;

        Assert.Equal(actions, await SieveKit.ActionsAsync(Script, message, host));
    }

    [Theory]
    [InlineData("Subject: $$ now\n\n", "fileinto spam-$$")]
    [InlineData("Subject: Make money\n\n", "fileinto spam-Make money")]
    [InlineData("Subject: hello\n\n", "implicit keep")]
    public async Task Section_3_4_1_global(string message, string actions)
    {
        var host = new ScriptedHost
        {
            Scripts =
            {
                ["subject_tests"] = """
                    require ["include", "variables"];
                    global ["test", "test_mailbox"];
                    if header :contains "Subject" "${test}" { set "test_mailbox" "spam-${test}"; }
                    """,
            },
        };
        const string Script = """
            require ["fileinto", "include", "variables", "relational"];
            global "test";
            global "test_mailbox";
            set "test" "$$";
            include "subject_tests";
            set "test" "Make money";
            include "subject_tests";
            if string :count "eq" "${test_mailbox}" "1"
            {
                fileinto "${test_mailbox}";
                stop;
            }
            """;

        Assert.Equal(actions, await SieveKit.ActionsAsync(Script, message, host));
    }

    [Fact]
    public async Task Section_3_4_2_a_variable_by_both_of_its_names() => Assert.Equal(
        "vacation It's true, I am on vacation., implicit keep",
        await SieveKit.ActionsAsync("""
            require ["variables", "include", "vacation"];
            global "i_am_on_vacation";
            set "global.i_am_on_vacation" "1";
            if string :is "${i_am_on_vacation}" "1" { vacation "It's true, I am on vacation."; }
            """));

    [Fact]
    public async Task Variables_of_an_included_script_are_its_own() => Assert.Equal(
        "fileinto mine, fileinto mine-",
        await SieveKit.ActionsAsync(
            """require ["include", "variables", "fileinto"]; set "a" "mine"; fileinto "${a}"; include "other"; fileinto "${a}-${b}";""",
            host: new ScriptedHost { Scripts = { ["other"] = """require "variables"; set "a" "theirs"; set "b" "x";""" } }));

    [Theory]
    [InlineData("return;", "fileinto after")]
    [InlineData("stop;", "implicit keep")]
    [InlineData("if true { if true { return; } } discard;", "fileinto after")]
    public async Task Section_3_3_return_ends_the_included_script_and_stop_ends_all(string included, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            """require ["include", "fileinto"]; include "other"; fileinto "after";""",
            host: new ScriptedHost { Scripts = { ["other"] = """require "include"; """ + included } }));

    [Theory]
    [InlineData("include :optional \"nothing\";", null)]
    [InlineData("include \"nothing\";", "script:1:20: there is no personal script 'nothing' that could be included")]
    [InlineData("include \"itself\";", "itself:1:20: script 'itself' includes itself")]
    [InlineData("include \"ping\";", "pong:1:20: script 'ping' includes itself")]
    [InlineData("include :once \"ping-once\";", null)]
    public async Task Section_3_1_and_3_2_what_is_missing_and_what_runs_in_circles(string include, string? error)
    {
        var host = new ScriptedHost
        {
            Scripts =
            {
                ["itself"] = "require \"include\"; include \"itself\";",
                ["ping"] = "require \"include\"; include \"pong\";",
                ["pong"] = "require \"include\"; include \"ping\";",
                ["ping-once"] = "require \"include\"; include :once \"ping-once\";",
            },
        };

        var result = await SieveKit.RunAsync("require \"include\"; " + include, host: host);

        Assert.Equal(error, result.Error?.ToString());
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }

    [Theory]
    [InlineData("include \"a/b\";")]
    [InlineData("include \"\";")]
    [InlineData("include \"a${hex:00}b\";")]
    public void Names_of_scripts_are_restricted(string include) => Assert.Equal(
        "expected the name of a script, 1 to 128 characters without controls and '/'",
        new SieveCompiler(SieveOptions.Default).Compile("script", "require [\"include\", \"encoded-character\"]; " + include).Problems.Single().Message);

    [Theory]
    [InlineData("set \"a\" \"b\"; global \"a\";", "expected 'global' before variable 'a' is set")]
    [InlineData("global \"a.b\";", "expected the name of a variable without a namespace, but found 'a.b'")]
    [InlineData("global \"1\";", "expected the name of a variable without a namespace, but found '1'")]
    [InlineData("set \"global.12\" \"x\";", "expected 'global.' and the name of a variable, but found 'global.12'")]
    [InlineData("set \"global.data.from\" \"x\";", "expected 'global.' and the name of a variable, but found 'global.data.from'")]
    public void Section_3_4_wrong_globals_are_problems(string commands, string problem) =>
        Assert.EndsWith(problem, Assert.Single(SieveKit.Problems("require [\"include\", \"variables\"]; " + commands)), StringComparison.Ordinal);
}
