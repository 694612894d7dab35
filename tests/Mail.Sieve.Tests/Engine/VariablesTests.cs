namespace Mail.Sieve.Tests.Engine;

/// <summary>RFC 5229, with its examples.</summary>
public class VariablesTests
{
    /// <summary>The value that the last variable <c>x</c> has, by way of a mailbox name in brackets.</summary>
    private static async Task<string> ValueAsync(string script, string message = SieveKit.MessageA)
    {
        var actions = await SieveKit.ActionsAsync($"require [\"variables\", \"fileinto\", \"encoded-character\", \"regex\", \"enotify\"];\n{script}\nfileinto \"[${{x}}]\";", message);
        Assert.StartsWith("fileinto [", actions, StringComparison.Ordinal);
        return actions["fileinto [".Length..^1];
    }

    [Theory]
    [InlineData("&%${}!", "&%${}!")]
    [InlineData("${doh!}", "${doh!}")]
    [InlineData("${full}", "")]
    [InlineData("${company}", "ACME")]
    [InlineData("${BAD${Company}", "${BADACME")]
    [InlineData("${President, ${Company} Inc.}", "${President, ACME Inc.}")]
    public async Task Section_3_references(string text, string value) =>
        Assert.Equal(value, await ValueAsync($"set \"company\" \"ACME\"; set \"x\" \"{text}\";"));

    [Theory]
    [InlineData(@"${fo\o}", "FOO")]
    [InlineData(@"${fo\\o}", @"${fo\o}")]
    [InlineData(@"\${foo}", "FOO")]
    [InlineData(@"\\${foo}", @"\FOO")]
    public async Task Section_3_1_quoting(string text, string value) =>
        Assert.Equal(value, await ValueAsync($"set \"foo\" \"FOO\"; set \"x\" \"{text}\";"));

    [Fact]
    public async Task Section_3_1_what_a_variable_holds_is_not_looked_at_again() =>
        Assert.Equal("regarding ${beep}", await ValueAsync("""set "dollar" "$"; set "x" "regarding ${dollar}{beep}";"""));

    [Fact]
    public async Task Section_3_1_encoded_characters_come_first() => Assert.Equal(
        "discard",
        await SieveKit.ActionsAsync(
            """
            require ["encoded-character", "variables"];
            set "name" "Ethelbert";
            if header :contains "Subject" "dear${hex:20 24 7b 4e}ame}" { discard; }
            """,
            "Subject: My dear Ethelbert\n\n"));

    [Fact]
    public async Task Section_3_2_list_id()
    {
        const string Script = """require ["fileinto", "variables"]; if header :matches "List-ID" "*<*@*" { fileinto "INBOX.lists.${2}"; stop; }""";

        Assert.Equal("fileinto INBOX.lists.acme-users", await SieveKit.ActionsAsync(Script, "List-ID: Users <acme-users@example.com>\n\n"));
    }

    [Fact]
    public async Task Section_3_2_wildcards_take_as_little_as_possible()
    {
        const string Script = """if header :matches "Subject" "[*] *" { set "x" "${1}|${2}"; }""";

        Assert.Equal("acme-users|[fwd] version 1.0 is out", await ValueAsync(Script, "Subject: [acme-users] [fwd] version 1.0 is out\n\n"));
    }

    [Fact]
    public async Task Section_3_2_the_matching_address()
    {
        const string Script = """
            if address :matches ["To", "Cc"] ["coyote@**.com", "wile@**.com"] { set "x" "${0}|${1}|${2}"; } else { set "x" "none"; }
            """;

        Assert.Equal("coyote@ACME.Example.COM||ACME.Example", await ValueAsync(Script, "To: coyote@ACME.Example.COM\n\n"));
        Assert.Equal("none", await ValueAsync(Script, "To: else@example.org\n\n"));
    }

    [Fact]
    public async Task Section_3_2_a_test_that_is_not_needed_sets_nothing() => Assert.Equal(
        "",
        await ValueAsync("""if anyof (true, address :domain :matches "To" "*.com") { set "x" "${1}"; }"""));

    [Fact]
    public async Task Section_4_set()
    {
        var result = await SieveKit.RunAsync("""
            require ["variables", "vacation"];
            set "honorific"  "Mr";
            set "first_name" "Wile";
            set "last_name"  "Coyote";
            set "vacation" text:
            Dear ${HONORIFIC} ${last_name},
            I'm out, please leave a message after the meep.
            .
            ;
            vacation "${vacation}";
            """);

        var vacation = Assert.Single(result.Actions.OfType<VacationAction>());
        Assert.Equal("Dear Mr Coyote,\r\nI'm out, please leave a message after the meep.\r\n", vacation.Reason);
    }

    [Theory]
    [InlineData("", "juMBlEd lETteRS")]
    [InlineData(":length", "15")]
    [InlineData(":lower", "jumbled letters")]
    [InlineData(":upperfirst", "JuMBlEd lETteRS")]
    [InlineData(":upperfirst :lower", "Jumbled letters")]
    [InlineData(":upper", "JUMBLED LETTERS")]
    [InlineData(":lowerfirst :upper", "jUMBLED LETTERS")]
    public async Task Section_4_1_modifiers(string modifiers, string value) =>
        Assert.Equal(value, await ValueAsync($"set \"a\" \"juMBlEd lETteRS\"; set {modifiers} \"x\" \"${{a}}\";"));

    [Theory]
    [InlineData(":quotewildcard", "Rock*", @"Rock\*")]
    [InlineData(":quotewildcard :length", "Rock*", "6")]
    [InlineData(":quoteregex", "a.b", @"a\.b")]
    [InlineData(":encodeurl", "a b&c/ü", "a%20b%26c%2F%C3%BC")]
    [InlineData(":length", "grün 🎉", "6")]
    [InlineData(":upper", "ärger", "äRGER")]
    public async Task Modifiers_quote_encode_and_count(string modifiers, string text, string value) =>
        Assert.Equal(value, await ValueAsync($"set {modifiers} \"x\" \"{text}\";"));

    [Fact]
    public async Task Section_5_string()
    {
        const string Script = """
            require "variables";
            set "state" "${state} pending";
            if string :matches " ${state} " "* pending *" { discard; }
            """;

        Assert.Equal("discard", await SieveKit.ActionsAsync(Script));
    }

    [Theory]
    [InlineData("""["", "a", "b"]""", "2")]
    [InlineData("\"${unset}\"", "0")]
    public async Task Section_5_empty_strings_do_not_count(string strings, string count) => Assert.Equal(
        "discard",
        await SieveKit.ActionsAsync(
            $"require [\"variables\", \"relational\", \"comparator-i;ascii-numeric\"]; if string :count \"eq\" :comparator \"i;ascii-numeric\" {strings} \"{count}\" {{ discard; }}"));

    [Theory]
    [InlineData("set \"1\" \"x\";", "1:26: expected the name of a variable, letters, digits and '_' up to 64, but found '1'")]
    [InlineData("set \"a.b\" \"x\";", "1:26: expected a variable without a namespace or of 'global', but found 'a.b'")]
    [InlineData("set \"global.b\" \"x\";", "1:26: expected require \"include\" before the variables of 'global' are used")]
    [InlineData("set \"a\" \"${nospace.b}\";", "1:30: expected a variable without a namespace or of 'global', but found 'nospace.b'")]
    [InlineData("set :upper :lower \"a\" \"b\";", "1:33: expected only one case modifier, but there are ':upper' and ':lower'")]
    [InlineData("set \"a\" \"${33}\";", "1:30: expected a match variable of at most ${32}")]
    [InlineData("set \"${a}\" \"b\";", "1:26: expected a string without variables")]
    public void Wrong_variables_are_problems(string script, string problem) =>
        Assert.Equal([problem], SieveKit.Problems("require \"variables\"; " + script));

    [Fact]
    public async Task What_is_too_long_for_a_variable_is_cut()
    {
        var script = "require [\"variables\"]; set \"a\" \"" + new string('a', 15_998) + "🎉\"; set :length \"n\" \"${a}\"; if string \"${n}\" \"15998\" { discard; }";

        Assert.Equal("discard", await SieveKit.ActionsAsync(script));
    }

    [Fact]
    public async Task Regular_expressions_set_match_variables() => Assert.Equal(
        "acme 42",
        await ValueAsync("""if header :regex "Subject" "^\\[([a-z]+)-users\\] .*([[:digit:]]{2})$" { set "x" "${1} ${2}"; }""", "Subject: [acme-users] answer 42\n\n"));
}
