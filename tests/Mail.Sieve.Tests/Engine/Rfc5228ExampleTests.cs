namespace Mail.Sieve.Tests.Engine;

/// <summary>The examples of RFC 5228, each under the section that it stands in.</summary>
public class Rfc5228ExampleTests
{
    [Theory]
    [InlineData("if size :over 100k { # this is a comment\n discard;\n }")]
    [InlineData("if size :over 100K { /* this is a comment\n this is still a comment */ discard /* this is a comment\n */ ;\n }")]
    public async Task Section_2_3_comments(string script) => Assert.Equal("implicit keep", await SieveKit.ActionsAsync(script));

    [Theory]
    [InlineData("$${hex:24 24}", "$$$")]
    [InlineData("$${hex:40}", "$@")]
    [InlineData("${hex: 40 }", "@")]
    [InlineData("${HEX: 40}", "@")]
    [InlineData("${hex:40", "${hex:40")]
    [InlineData("${hex:400}", "${hex:400}")]
    [InlineData("${hex:4${hex:30}}", "${hex:40}")]
    [InlineData("${unicode:40}", "@")]
    [InlineData("${ unicode:40}", "${ unicode:40}")]
    [InlineData("${UNICODE:40}", "@")]
    [InlineData("${UnICoDE:0000040}", "@")]
    [InlineData("${Unicode:40}", "@")]
    [InlineData("${Unicode:Cool}", "${Unicode:Cool}")]
    [InlineData("${unicode:}", "${unicode:}")]
    public async Task Section_2_4_2_4_encoded_characters(string written, string means)
    {
        var script = $"require [\"encoded-character\", \"fileinto\"]; fileinto \"{written}\";";

        Assert.Equal($"fileinto {means}", await SieveKit.ActionsAsync(script));
    }

    [Theory]
    [InlineData("${unicode:200000}")]
    [InlineData("${Unicode:DF01}")]
    public void Section_2_4_2_4_characters_that_there_are_not(string written) =>
        Assert.Equal(
            ["1:39: expected ${unicode:} to name a character from 0 to D7FF or from E000 to 10FFFF"],
            SieveKit.Problems($"require \"encoded-character\"; redirect \"{written}\";").Take(1));

    [Fact]
    public async Task Section_2_4_2_4_a_message_is_discarded() => Assert.Equal(
        "discard",
        await SieveKit.ActionsAsync(
            """require "encoded-character"; if header :contains "Subject" "$${hex:24 24}" { discard; }""", SieveKit.MessageB));

    [Theory]
    [InlineData("You can MAKE MONEY FAST", "discard")]
    [InlineData("You can Make Money Fast", "implicit keep")]
    public async Task Section_2_7_3_comparator(string subject, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            """if header :contains :comparator "i;octet" "Subject" "MAKE MONEY FAST" { discard; }""", $"Subject: {subject}\n\n"));

    [Fact]
    public async Task Section_2_10_2_implicit_keep() =>
        Assert.Equal("implicit keep", await SieveKit.ActionsAsync("if size :over 500K { discard; }"));

    [Fact]
    public async Task Section_3_1_if_first()
    {
        const string Script = """
            require "fileinto";
            if header :contains "from" "coyote" {
               discard;
            } elsif header :contains ["subject"] ["$$$"] {
               discard;
            } else {
               fileinto "INBOX";
            }
            """;

        Assert.Equal("discard", await SieveKit.ActionsAsync(Script));
        Assert.Equal("discard", await SieveKit.ActionsAsync(Script, SieveKit.MessageB));
        Assert.Equal("fileinto INBOX", await SieveKit.ActionsAsync(Script, "From: somebody@example.org\n\n"));
    }

    [Fact]
    public async Task Section_3_1_if_second()
    {
        const string Script = """
            if header :contains ["From"] ["coyote"] {
               redirect "acm@example.com";
            } elsif header :contains "Subject" "$$$" {
               redirect "postmaster@example.com";
            } else {
               redirect "field@example.com";
            }
            """;

        Assert.Equal("redirect acm@example.com", await SieveKit.ActionsAsync(Script));
        Assert.Equal("redirect postmaster@example.com", await SieveKit.ActionsAsync(Script, SieveKit.MessageB));
        Assert.Equal("redirect field@example.com", await SieveKit.ActionsAsync(Script, "From: somebody@example.org\n\n"));
    }

    [Theory]
    [InlineData("""require ["fileinto", "reject"]; require "fileinto"; require "vacation";""")]
    [InlineData("require \"comparator-i;ascii-numeric\";")]
    public void Section_3_2_require(string script) => Assert.Empty(SieveKit.Problems(script));

    [Fact]
    public async Task Section_4_1_fileinto() => Assert.Equal(
        "fileinto INBOX.harassment",
        await SieveKit.ActionsAsync("""require ["fileinto"]; if header :contains ["from"] "coyote" { fileinto "INBOX.harassment"; }"""));

    [Fact]
    public async Task Section_4_2_redirect() =>
        Assert.Equal("redirect bart@example.com", await SieveKit.ActionsAsync("redirect \"bart@example.com\";"));

    [Theory]
    [InlineData("if size :under 1M { keep; } else { discard; }", "keep")]
    [InlineData("if not size :under 1M { discard; }", "implicit keep")]
    public async Task Section_4_3_keep(string script, string actions) => Assert.Equal(actions, await SieveKit.ActionsAsync(script));

    [Fact]
    public async Task Section_4_4_discard() => Assert.Equal(
        "discard",
        await SieveKit.ActionsAsync(
            """if header :contains ["from"] ["idiot@example.com"] { discard; }""", "From: idiot@example.com\n\n"));

    [Fact]
    public async Task Section_5_1_address()
    {
        const string Script = """if address :is :all "from" "tim@example.com" { discard; }""";

        Assert.Equal("discard", await SieveKit.ActionsAsync(Script, "From: Tim <tim@example.com>\n\n"));
        Assert.Equal("implicit keep", await SieveKit.ActionsAsync(Script));
    }

    [Fact]
    public async Task Section_5_4_envelope() => Assert.Equal(
        "discard",
        await SieveKit.ActionsAsync("""require "envelope"; if envelope :all :is "from" "coyote@desert.example.org" { discard; }"""));

    [Fact]
    public async Task Section_5_5_exists()
    {
        const string Script = """if not exists ["From","Date"] { discard; }""";

        Assert.Equal("implicit keep", await SieveKit.ActionsAsync(Script));
        Assert.Equal("discard", await SieveKit.ActionsAsync(Script, "From: coyote@desert.example.org\n\n"));
    }

    [Theory]
    [InlineData("""header :is ["X-Caffeine"] [""]""", "implicit keep", "keep")]
    [InlineData("""header :contains ["X-Caffeine"] [""]""", "keep", "keep")]
    public async Task Section_5_7_header(string test, string whenFilled, string whenEmpty)
    {
        Assert.Equal(whenFilled, await SieveKit.ActionsAsync($"if {test} {{ keep; }}", "X-Caffeine: C8H10N4O2\n\n"));
        Assert.Equal(whenEmpty, await SieveKit.ActionsAsync($"if {test} {{ keep; }}", "X-Caffeine: \n\n"));
        Assert.Equal("implicit keep", await SieveKit.ActionsAsync($"if {test} {{ keep; }}"));
    }

    [Theory]
    [InlineData("From: x@example.org\nSender: owner-ietf-mta-filters@imc.org\n\n", "fileinto filter")]
    [InlineData("From: boss@example.com\n\n", "keep")]
    [InlineData("From: x@example.org\nTo: me@example.org\n\n", "fileinto spam")]
    [InlineData("From: x@example.org\nTo: Me@example.com.invalid\nSubject: Make all the money so fast!\n\n", "fileinto spam")]
    [InlineData("From: x@example.org\nTo: Me@example.com.invalid\nSubject: hello\n\n", "fileinto personal")]
    public async Task Section_9_extended_example(string message, string actions)
    {
        const string Script = """
            #
            # Example Sieve Filter
            # Declare any optional features or extension used by the script
            #
            require ["fileinto"];
            #
            # Handle messages from known mailing lists
            # Move messages from IETF filter discussion list to filter mailbox
            #
            if header :is "Sender" "owner-ietf-mta-filters@imc.org"
                    {
                    fileinto "filter";  # move to "filter" mailbox
                    }
            #
            # Keep all messages to or from people in my company
            #
            elsif address :DOMAIN :is ["From", "To"] "example.com"
                    {
                    keep;               # keep in "In" mailbox
                    }
            #
            # Try and catch unsolicited email.  If a message is not to me,
            # or it contains a subject known to be spam, file it away.
            #
            elsif anyof (NOT address :all :contains
                           ["To", "Cc", "Bcc"] "me@example.com",
                         header :matches "subject"
                           ["*make*money*fast*", "*university*dipl*mas*"])
                    {
                    fileinto "spam";   # move to "spam" mailbox
                    }
            else
                    {
                    # Move all other (non-company) mail to "personal"
                    # mailbox.
                    fileinto "personal";
                    }
            """;

        Assert.Equal(actions, await SieveKit.ActionsAsync(Script, message));
    }
}
