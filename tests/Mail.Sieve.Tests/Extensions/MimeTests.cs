using Mail.Sieve.Tests.Engine;
using Mail.Sieve.Tests.Messages;

namespace Mail.Sieve.Tests.Extensions;

/// <summary><c>:mime</c>, <c>foreverypart</c> and <c>extracttext</c>, RFC 5703.</summary>
public sealed class MimeTests
{
    private const string Require = "require [\"mime\", \"foreverypart\", \"extracttext\", \"variables\", \"fileinto\", \"relational\"];\n";

    private static readonly string Important = $"""
        From: boss@example.org
        Subject: Read this
        Content-Type: multipart/mixed; boundary=b
        Content-From: tim@example.com

        --b
        Content-Type: TEXT/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe{new string('x', 120_000)}
        --b
        Content-Type: application/pdf; name*0="impor"; name*1="tant.pdf"
        Content-Disposition: attachment; filename*=utf-8''important%20%C3%BC.pdf
        Content-MD5: x
        Content-From: kim@example.com

        %PDF
        --b--
        """;

    private static async Task<bool> HoldsAsync(string test) => await SieveKit.ActionsAsync(Require + $"if {test} {{ discard; }}", Important) == "discard";

    // RFC 5703 §4.1, §4.2, §4.3
    [Theory]
    [InlineData("header :mime :anychild :contenttype \"Content-Type\" \"application/pdf\"", true)]
    [InlineData("header :mime :type \"Content-Type\" \"image\"", false)]
    [InlineData("header :mime :type \"Content-Type\" \"multipart\"", true)]
    [InlineData("header :mime :subtype \"Content-Type\" \"mixed\"", true)]
    [InlineData("header :mime :contenttype \"Content-Type\" \"text/plain\"", false)]
    [InlineData("header :mime :anychild :type \"Content-Disposition\" \"attachment\"", true)]
    [InlineData("header :mime :anychild :subtype \"Content-Disposition\" \"\"", true)]
    [InlineData("header :mime :anychild :type \"Content-MD5\" \"\"", true)]
    [InlineData("header :mime :anychild :param \"filename\" \"Content-Disposition\" \"important ü.pdf\"", true)]
    [InlineData("header :mime :anychild :param [\"x\", \"NAME\"] \"Content-Type\" \"important.pdf\"", true)]
    [InlineData("header :mime :anychild :param \"x\" \"Content-Type\" \"important.pdf\"", false)]
    [InlineData("header :mime :anychild :type :count \"eq\" \"Content-Type\" \"3\"", true)]
    [InlineData("header :mime :anychild :param \"charset\" :count \"eq\" \"Content-Type\" \"1\"", true)]
    [InlineData("header :mime :anychild \"Content-MD5\" \"x\"", true)]
    [InlineData("header \"Content-MD5\" \"x\"", false)]
    [InlineData("address :mime :is :all \"content-from\" \"tim@example.com\"", true)]
    [InlineData("address :mime :is :all \"content-from\" \"kim@example.com\"", false)]
    [InlineData("address :mime :anychild :localpart \"content-from\" \"kim\"", true)]
    [InlineData("exists :mime :anychild \"content-md5\"", true)]
    [InlineData("exists :mime \"content-md5\"", false)]
    [InlineData("exists :mime :anychild [\"content-md5\", \"x-none\"]", false)]
    public async Task Fields_of_parts_can_be_tested(string test, bool holds) => Assert.Equal(holds, await HoldsAsync(test));

    // RFC 5703 §4.1, the third example.
    [Fact]
    public async Task A_loop_looks_at_each_part() => Assert.Equal(
        "fileinto INBOX.important",
        await SieveKit.ActionsAsync(
            Require + """
            foreverypart
            {
                if allof (
                  header :mime :param "filename" :contains
                     "Content-Disposition" "important",
                  header :mime :subtype "Content-Type" "pdf",
                  size :over "100K")
                {
                    fileinto "INBOX.important";
                    break;
                }
            }
            """.Replace("\"100K\"", "100K", StringComparison.Ordinal),
            Important));

    // RFC 5703 §9.3
    [Fact]
    public async Task Text_can_be_taken_out_of_a_part() => Assert.Equal(
        "fileinto Read this: Grüßexxx",
        await SieveKit.ActionsAsync(
            Require + """
            if header :contains "from" "boss@example.org"
            {
              if header :matches "Subject" "*" { set "subject" "${1}"; }
              foreverypart
              {
                if header :mime :type :is "Content-Type" "text"
                {
                  extracttext :first 8 "msgcontent";
                  break;
                }
              }
              if not header :contains "subject" "FYI:" { fileinto "${subject}: ${msgcontent}"; }
            }
            """,
            Important));

    // RFC 5703 §3: all parts depth first; an inner loop those within the part of the outer one.
    [Theory]
    [InlineData("foreverypart { set \"n\" \"${n}x\"; }", "xxxxxx")]
    [InlineData("foreverypart { foreverypart { set \"n\" \"${n}x\"; } }", "xxxxxxxx")]
    [InlineData("foreverypart :name \"a\" { foreverypart { set \"n\" \"${n}x\"; break :name \"a\"; } }", "x")]
    [InlineData("foreverypart { foreverypart { set \"n\" \"${n}x\"; break; } }", "xxx")]
    [InlineData("foreverypart { if header :mime :type \"content-type\" \"multipart\" { set \"n\" \"${n}x\"; } }", "xx")]
    [InlineData("foreverypart { if header :mime \"subject\" \"hello request\" { set \"n\" \"${n}x\"; } }", "x")]
    [InlineData("foreverypart { if header \"subject\" \"whatever\" { set \"n\" \"${n}x\"; } }", "xxxxxx")]
    [InlineData("foreverypart { extracttext :upper \"t\"; if string :contains \"${t}\" \"HELLO\" { set \"n\" \"${n}x\"; } }", "xxx")]
    public async Task Loops_go_through_the_parts(string script, string count) =>
        Assert.Equal($"fileinto {count}", await SieveKit.ActionsAsync(Require + script + "fileinto \"${n}\";", TestMessages.Nested));

    [Fact]
    public async Task Loops_spend_from_the_budget()
    {
        var message = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\n\n", 900));
        var result = await SieveKit.RunAsync(
            Require + string.Concat(Enumerable.Repeat("foreverypart { if header :mime :anychild :contains \"content-type\" \"none\" { stop; } set \"a\" \"b\"; }\n", 150)), message);

        Assert.Contains("steps", result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("if header :anychild \"a\" \"b\" { }", "':mime' with ':anychild'")]
    [InlineData("if header :type \"a\" \"b\" { }", "':mime' with ':type'")]
    [InlineData("if header :mime :type :subtype \"a\" \"b\" { }", "only one")]
    [InlineData("break;", "within 'foreverypart'")]
    [InlineData("foreverypart :name \"a\" { break :name \"b\"; }", "a loop around it")]
    [InlineData("extracttext \"a\";", "within 'foreverypart'")]
    [InlineData("foreverypart { foreverypart { foreverypart { foreverypart { foreverypart { } } } } }", "at most 4 loops")]
    public void What_is_wrong_is_told(string script, string message) =>
        Assert.Contains(message, Assert.Single(SieveKit.Problems(Require + script)), StringComparison.Ordinal);
}
