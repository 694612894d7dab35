using System.Text;
using Mail.Core;

namespace Mail.Transport.Tests;

/// <summary>What may reach the client library, whole and octet by octet.</summary>
public sealed class ImapAnswersTests
{
    [Theory]
    [InlineData("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] it's \"ready {5} (((\r\n")]
    [InlineData("* PREAUTH\r\n+ \r\n+ cj1ub25jZQ==\r\nA001 OK\r\nA001 NO [AUTHENTICATIONFAILED] no\r\n")]
    [InlineData("* OK [BADCHARSET (\"a]\\\"\")] \"unclosed\r\n* 3 EXISTS\r\n")]
    [InlineData("* NAMESPACE ((\"\" \"/\")) NIL ((\"#shared/\" \"/\")(\"#public\" \"/\"))\r\n")]
    [InlineData("* LIST (\\HasNoChildren) \"/\" {7}\r\na(\r\n{9}\r\n* LIST () \"/\" \"a \\\" {3} ((\"\r\n")]
    [InlineData("* 1 FETCH (UID 1 BODY[] {10}\r\n((((((((\r\n FLAGS (\\Seen))\r\n")]
    [InlineData("* 1 FETCH (UID 1 BODY[HEADER] {0}\r\n)\r\n* BYE\r\n")]
    public void Answers_pass(string answers)
    {
        Assert.Null(ErrorOf(answers, answers.Length));
        Assert.Null(ErrorOf(answers, 1));
    }

    [Theory]
    [InlineData("((((((((((((((((((((((((((((((((((((((((((((((((((((", "brackets in brackets without end")]
    [InlineData(")", "a bracket that was not opened")]
    [InlineData("(\r\n", "a line that ends too early")]
    [InlineData("\"\r\n", "a line that ends too early")]
    [InlineData("\"\\\"\r\n", "a line that ends too early")]
    [InlineData("x\"", "a string in a word")]
    [InlineData("x{5}", "a literal in a word")]
    [InlineData("~{5}", "a literal in a word")]
    [InlineData("{}", "a literal without a size")]
    [InlineData("{-1}", "a literal whose size is none")]
    [InlineData("{99999999999}", "a literal whose size is none")]
    [InlineData("{5} x", "a literal without its line end")]
    [InlineData("\rx", "a line end that is none")]
    [InlineData("\r\n*  OK", "a response without a name")]
    [InlineData("\r\n* (", "a response without a name")]
    [InlineData("\r\n OK", "a line without a tag")]
    [InlineData("\r\n* OK text {5}\r\n", "a literal in a text")]
    [InlineData("\r\nA1 OK text {5+}\r\n", "a literal in a text")]
    [InlineData("\r\n* OK [X {5}\r\n", "a literal in a response code")]
    [InlineData("\r\n* OK [X \"\r\n", "a line that ends too early")]
    [InlineData("\r\nA1 OK   [X \"\r\n", "a line that ends too early")]
    [InlineData("{2}\r\nab((((((((((((((((((((((((((((((((((((((((((((((((((((", "brackets in brackets without end")]
    public void What_could_be_read_in_two_ways_is_an_error(string data, string problem)
    {
        data = "* X " + data;
        Assert.Equal("the server sends what is no answer: " + problem, ErrorOf(data, data.Length));
        Assert.Equal("the server sends what is no answer: " + problem, ErrorOf(data, 1));
    }

    private static string? ErrorOf(string answers, int pieceLength)
    {
        var reader = new ImapAnswers();
        try
        {
            foreach (var piece in Encoding.Latin1.GetBytes(answers).Chunk(pieceLength))
            {
                reader.Read(piece);
            }

            return null;
        }
        catch (RemoteMailboxException e)
        {
            return e.Message;
        }
    }
}
