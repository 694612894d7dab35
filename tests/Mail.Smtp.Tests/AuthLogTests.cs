using System.Text;

namespace Mail.Smtp.Tests;

public class AuthLogTests
{
    private const string Secret = "hunter2";
    private static readonly string Encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes("\0alice\0" + Secret));

    [Theory]
    [InlineData("AUTH PLAIN {0}\r\n")]
    [InlineData("AUTH PLAIN\r\n{0}\r\n")]
    [InlineData("AUTH PLAIN {0}x\r\n")]
    [InlineData("AUTH PLAIN\r\n{0}!\r\n")]
    [InlineData("AUTH NONE {0}\r\n{0}\r\n")]
    [InlineData("AUTH {0}\r\n")]
    [InlineData("AUTH PLAIN {0}\nx")]
    [InlineData("MAIL FROM:<a@sender.test>\r\nAUTH PLAIN {0}\r\n")]
    public async Task Credentials_are_in_no_line_of_the_log_whatever_goes_wrong(string input)
    {
        await using var session = new MemorySession(new RecordingHost { Offered = ["PLAIN"] });
        await session.ReadToAsync("220 mx.example.test ESMTP\r\n");
        session.Send("EHLO client.test\r\n");
        await session.ReadToAsync("CHUNKING\r\n");
        session.Send(string.Format(null, input, Encoded) + "QUIT\r\n");
        var answers = await session.ReadToEndAsync();
        await session.Ended;

        Assert.Contains(session.Log.Lines, line => line.Contains("refused Auth", StringComparison.Ordinal) || line.Contains("refused Unknown", StringComparison.Ordinal));
        Assert.All(session.Log.Lines.Append(answers), text =>
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Encoded[..10], text, StringComparison.Ordinal);
        });
    }
}
