namespace Mail.Sieve.Tests.Engine;

/// <summary>RFC 5232, with its examples.</summary>
public class FlagsTests
{
    private const string Require = """require ["imap4flags", "variables", "fileinto", "relational", "comparator-i;ascii-numeric"];""";

    [Theory]
    [InlineData("""setflag "\\Deleted";""", @"implicit keep [\Deleted]")]
    [InlineData("""setflag "\\Deleted"; keep;""", @"keep [\Deleted]")]
    [InlineData("""addflag "flagvar" "\\Deleted"; addflag "flagvar" "\\Answered"; keep :flags "${flagvar}";""", @"keep [\Deleted \Answered]")]
    [InlineData("""addflag "flagvar" ["\\Deleted", "\\Answered"]; keep :flags "${flagvar}";""", @"keep [\Deleted \Answered]")]
    [InlineData("""addflag "flagvar" "\\Deleted \\Answered"; keep :flags "${flagvar}";""", @"keep [\Deleted \Answered]")]
    [InlineData("""addflag "flagvar" "\\Answered \\Deleted"; keep :flags "${flagvar}";""", @"keep [\Answered \Deleted]")]
    [InlineData("""setflag "a  b "; removeflag "B"; keep;""", "keep [a]")]
    [InlineData("""setflag ["a", "A", ""]; keep;""", "keep [a]")]
    [InlineData("""setflag ["\\Recent", "\\Unknown", "grün", "\\Seen"]; keep;""", @"keep [\Seen]")]
    [InlineData("""setflag "a"; keep :flags "b"; fileinto "x";""", "keep [b], fileinto x [a]")]
    [InlineData("""keep :flags "a"; keep :flags "b";""", "keep [b]")]
    [InlineData("""fileinto :flags "a" "x"; fileinto :flags "b" "x"; fileinto :flags "c" "y";""", "fileinto x [b], fileinto y [c]")]
    public async Task Section_3_and_5_flags(string commands, string actions) =>
        Assert.Equal(actions, await SieveKit.ActionsAsync(Require + commands));

    [Theory]
    [InlineData("coyote@desert.example.org", "implicit keep")]
    [InlineData("boss@frobnitzm.example.edu", @"fileinto INBOX.From Boss [\Flagged]")]
    public async Task Section_3_1_setflag(string from, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            Require + """if header :contains "from" "boss@frobnitzm.example.edu" { setflag "flagvar" "\\Flagged"; fileinto :flags "${flagvar}" "INBOX.From Boss"; }""",
            $"From: {from}\n\n"));

    [Fact]
    public async Task Section_3_3_removeflag() => Assert.Equal(
        "fileinto INBOX.imap-list",
        await SieveKit.ActionsAsync(
            Require + """
            if header :contains "Disposition-Notification-To" "mel@example.com" { addflag "flagvar" "$MDNRequired"; }
            if header :contains "from" "imap@cac.washington.example.edu" {
                removeflag "flagvar" "$MDNRequired";
                fileinto :flags "${flagvar}" "INBOX.imap-list";
            }
            """,
            "From: imap@cac.washington.example.edu\nDisposition-Notification-To: mel@example.com\n\n"));

    [Theory]
    [InlineData("""setflag "A B";""", """hasflag :is "b A" """, true)]
    [InlineData("""setflag "A B";""", """hasflag ["b","A"]""", true)]
    [InlineData("", """hasflag :contains "MyVar" "Junk" """, true)]
    [InlineData("", """hasflag :contains "MyVar" "forward" """, true)]
    [InlineData("", """hasflag :contains "MyVar" ["label", "forward"]""", true)]
    [InlineData("", """hasflag :contains "MyVar" ["junk", "forward"]""", true)]
    [InlineData("", """hasflag :contains "MyVar" "junk forward" """, true)]
    [InlineData("", """hasflag :contains "MyVar" "label" """, false)]
    [InlineData("", """hasflag :contains "MyVar" ["label1", "label2"]""", false)]
    [InlineData("""set "MyFlags" "A B";""", """hasflag :count "ge" :comparator "i;ascii-numeric" "MyFlags" "2" """, true)]
    [InlineData("""set "MyFlags" "A B b";""", """hasflag :count "ge" :comparator "i;ascii-numeric" "MyFlags" "3" """, false)]
    [InlineData("""set "key" "x junk";""", """hasflag "MyVar" "${key}" """, true)]
    public async Task Section_4_hasflag(string commands, string test, bool outcome)
    {
        const string MyVar = """set "MyVar" "NonJunk Junk gnus-forward $Forwarded NotJunk JunkRecorded $Junk $NotJunk";""";

        var actions = await SieveKit.ActionsAsync($"{Require}{MyVar}{commands} if {test} {{ setflag \"\"; discard; }} else {{ setflag \"\"; }}");

        Assert.Equal(outcome ? "discard" : "implicit keep", actions);
    }

    [Fact]
    public void Without_variables_none_can_be_named() => Assert.Equal(
        ["1:31: expected require \"variables\" before a variable is named"],
        SieveKit.Problems("""require "imap4flags"; addflag "x" "y";"""));
}
