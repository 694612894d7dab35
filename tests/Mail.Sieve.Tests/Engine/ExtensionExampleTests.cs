namespace Mail.Sieve.Tests.Engine;

/// <summary>The examples of the RFCs about extensions that need only a few each.</summary>
public class ExtensionExampleTests
{
    [Fact]
    public async Task Rfc_3894_a_copy_leaves_the_implicit_keep() => Assert.Equal(
        "fileinto incoming, implicit keep",
        await SieveKit.ActionsAsync("""require ["copy", "fileinto"]; fileinto :copy "incoming";"""));

    [Theory]
    [InlineData("postmaster+x@example.com", "fileinto inbox.postmaster")]
    [InlineData("ken+mta-filters@example.com", "fileinto inbox.ietf-mta-filters")]
    [InlineData("ken+foo@example.com", "redirect ken@example.net")]
    [InlineData("ken@example.com", "implicit keep")]
    public async Task Rfc_5233_subaddress(string recipient, string actions)
    {
        var script = SieveKit.Compile("""
            require ["envelope", "subaddress", "fileinto"];
            if envelope :user "to" "postmaster" {
                fileinto "inbox.postmaster";
                stop;
            }
            if envelope :detail "to" "mta-filters" { fileinto "inbox.ietf-mta-filters"; }
            if envelope :detail "to" "foo" { redirect "ken@example.net"; }
            """);
        var result = await SieveKit.RunAsync(
            [new SieveScope("account", [script])], environment: SieveKit.Environment with { EnvelopeTo = recipient });

        Assert.Equal(actions, SieveKit.Describe(result));
    }

    [Theory]
    [InlineData("""address :count "ge" :comparator "i;ascii-numeric" ["to", "cc"] ["3"]""", true)]
    [InlineData("""anyof (address :count "ge" :comparator "i;ascii-numeric" ["to"] ["3"], address :count "ge" :comparator "i;ascii-numeric" ["cc"] ["3"])""", false)]
    [InlineData("""header :count "ge" :comparator "i;ascii-numeric" ["received"] ["3"]""", false)]
    [InlineData("""header :count "ge" :comparator "i;ascii-numeric" ["received", "subject"] ["3"]""", true)]
    [InlineData("""header :count "ge" :comparator "i;ascii-numeric" ["to", "cc"] ["3"]""", false)]
    public async Task Rfc_5231_section_6(string test, bool outcome)
    {
        const string Message = "received: ...\nreceived: ...\nsubject: example\nto: foo@example.com, baz@example.com\ncc: qux@example.com\n\n";
        var script = $"require [\"relational\", \"comparator-i;ascii-numeric\"]; if {test} {{ discard; }}";

        Assert.Equal(outcome ? "discard" : "implicit keep", await SieveKit.ActionsAsync(script, Message));
    }

    [Theory]
    [InlineData("From: a@foo.example.com\nX-Priority: 1\nTo: me@foo.example.com\n\n", "fileinto Priority, fileinto Only me")]
    [InlineData("From: a@foo.example.com\nTo: a@x.test, b@x.test, c@x.test, d@x.test, e@x.test, f@x.test\n\n", "fileinto SPAM")]
    [InlineData("From: nora@foo.example.com\nTo: a@x.test\n\n", "fileinto From N-Z")]
    [InlineData("From: anna@foo.example.com\nTo: a@x.test\n\n", "fileinto From A-M")]
    public async Task Rfc_5231_section_7(string message, string actions)
    {
        const string Script = """
            require ["relational", "comparator-i;ascii-numeric", "fileinto"];
            if header :value "lt" :comparator "i;ascii-numeric" ["x-priority"] ["3"]
            {
               fileinto "Priority";
            }
            elsif address :count "gt" :comparator "i;ascii-numeric" ["to"] ["5"]
            {
               fileinto "SPAM";
            }
            elsif address :value "gt" :all :comparator "i;ascii-casemap" ["from"] ["M"]
            {
               fileinto "From N-Z";
            } else {
               fileinto "From A-M";
            }
            if allof ( address :count "eq" :comparator "i;ascii-numeric" ["to", "cc"] ["1"] ,
                       address :all :comparator "i;ascii-casemap" ["to", "cc"] ["me@foo.example.com"] )
            {
               fileinto "Only me";
            }
            """;

        Assert.Equal(actions, await SieveKit.ActionsAsync(Script, message));
    }

    [Fact]
    public async Task Rfc_5183_a_test_of_an_item_that_is_not_there_fails() => Assert.Equal(
        "implicit keep",
        await SieveKit.ActionsAsync("""require "environment"; if environment :contains "item" "" { discard; }"""));

    [Fact]
    public async Task Rfc_5183_section_5_remote_host()
    {
        var script = SieveKit.Compile("""require "environment"; if environment :matches "remote-host" "*.example.com" { discard; }""");
        var result = await SieveKit.RunAsync(
            [new SieveScope("account", [script])], environment: SieveKit.Environment with { RemoteHost = "mx.example.com" });

        Assert.Equal("discard", SieveKit.Describe(result));
    }

    [Theory]
    [InlineData("Partners", "fileinto Partners")]
    [InlineData("Others", "reject This message was not accepted by the Mailstore")]
    public async Task Rfc_5490_section_3_1(string existing, string actions)
    {
        const string Script = """
            require ["fileinto", "reject", "mailbox"];
            if mailboxexists "Partners" {
               fileinto "Partners";
            } else {
               reject "This message was not accepted by the Mailstore";
            }
            """;

        Assert.Equal(actions, await SieveKit.ActionsAsync(Script, host: new ScriptedHost { Mailboxes = { existing } }));
    }

    [Fact]
    public async Task Rfc_8579_section_6_special_use()
    {
        var result = await SieveKit.RunAsync("""require "fileinto"; require "special-use"; require "mailbox"; fileinto :specialuse "\\Junk" :create "Spam";""");

        var action = Assert.IsType<FileIntoAction>(Assert.Single(result.Actions));
        Assert.Equal(("Spam", @"\Junk", true), (action.Mailbox, action.SpecialUse, action.Create));
    }

    [Theory]
    [InlineData("""specialuse_exists "\\Junk" """, true)]
    [InlineData("""specialuse_exists "Spam" "\\Junk" """, true)]
    [InlineData("""specialuse_exists "INBOX" "\\Junk" """, false)]
    [InlineData("""specialuse_exists ["\\Junk", "\\Sent"] """, false)]
    public async Task Rfc_8579_section_3_specialuse_exists(string test, bool outcome)
    {
        var host = new ScriptedHost { SpecialUse = { ["Spam"] = [@"\Junk"] } };

        var actions = await SieveKit.ActionsAsync($"require \"special-use\"; if {test} {{ discard; }}", host: host);

        Assert.Equal(outcome ? "discard" : "implicit keep", actions);
    }

    [Fact]
    public async Task Rfc_5429_section_2_1_ereject() => Assert.Equal(
        "ereject I no longer accept mail from this address",
        await SieveKit.ActionsAsync(
            """require ["ereject"]; if address "from" "someone@example.com" { ereject "I no longer accept mail from this address"; }""",
            "From: someone@example.com\n\n"));

    [Fact]
    public async Task Rfc_5429_section_2_2_reject()
    {
        const string Script = """
            require ["reject"];
            if header :contains "from" "coyote@desert.example.org" {
                reject text:
            I am not taking mail from you, and I don't
            want your birdseed, either!
            .
                ;
            }
            """;

        Assert.Equal("reject I am not taking mail from you, and I don't\r\nwant your birdseed, either!", await SieveKit.ActionsAsync(Script));
        Assert.Equal("implicit keep", await SieveKit.ActionsAsync(Script, SieveKit.MessageB));
    }

    [Theory]
    [InlineData("reject \"a\"; reject \"b\";")]
    [InlineData("reject \"a\"; vacation \"b\";")]
    [InlineData("vacation \"b\"; reject \"a\";")]
    [InlineData("keep; reject \"a\";")]
    [InlineData("reject \"a\"; fileinto \"b\";")]
    [InlineData("redirect \"a@example.org\"; reject \"a\";")]
    [InlineData("vacation \"a\"; vacation \"b\";")]
    public async Task Rfc_5429_and_5230_what_contradicts_is_an_error_and_the_message_is_kept(string commands)
    {
        var result = await SieveKit.RunAsync("require [\"reject\", \"vacation\", \"fileinto\"]; " + commands);

        Assert.NotNull(result.Error);
        Assert.Contains(result.Actions, a => a is KeepAction);
        Assert.DoesNotContain(result.Actions, a => a is RejectAction);
    }

    [Fact]
    public async Task Rfc_5463_what_is_not_there_may_stand_where_it_cannot_run() => Assert.Equal(
        "keep",
        await SieveKit.ActionsAsync("""
            require ["ihave"];
            if not ihave "vnd.nobody.knows" { keep; } else { unknown :things "x"; }
            if ihave "vnd.nobody.knows" { unknown; }
            if allof (ihave ["vnd.nobody.knows"], unknown "y") { discard; }
            """));

    [Theory]
    [InlineData("if false { unknown; }")]
    [InlineData("if true { keep; } else { unknown; }")]
    [InlineData("if anyof (true, unknown) { keep; }")]
    [InlineData("if ihave \"fileinto\" { unknown; }")]
    public void Rfc_5463_what_else_cannot_run_must_still_be_right(string script) =>
        Assert.Single(SieveKit.Problems("require \"ihave\"; " + script));

    [Fact]
    public async Task Rfc_5463_what_is_there_may_be_used_from_then_on() => Assert.Equal(
        "fileinto x",
        await SieveKit.ActionsAsync("""require "ihave"; if ihave "fileinto" { fileinto "x"; } if ihave "variables" { fileinto "y"; }"""));

    [Fact]
    public async Task Rfc_5463_section_5_error()
    {
        var result = await SieveKit.RunAsync("""require "ihave"; if not ihave "vnd.nobody.knows" { error "Nobody knows."; }""");

        Assert.Equal("script:1:52: Nobody knows.", result.Error?.ToString());
        Assert.Equal("implicit keep", SieveKit.Describe(result));
    }
}
