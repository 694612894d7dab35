using System.Text;
using Mail.Fuzz;
using Mail.Fuzz.Session;

namespace Mail.Smtp.Tests;

/// <summary>What fuzzing relies on to notice a session that does wrong.</summary>
public class SessionFollowerTests
{
    private const string Greeted = "220 mx\r\n250 mx\r\n";
    private const string Recipient = "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.test>\r\n";
    private const string RecipientTaken = Greeted + "250 Ok\r\n250 Ok\r\n";

    [Fact]
    public void A_good_session_is_good()
    {
        var follower = Follow("connected", Recipient + "DATA\r\n..x\r\n.\r\nQUIT\r\n", RecipientTaken + "354 Go\r\n250 Ok\r\n221 Bye\r\n");
        Assert.Equal(".x\r\n"u8, Assert.Single(follower.Messages));
        Assert.Equal((1, 1, 0), (follower.Mails, follower.Recipients, follower.Logins));
    }

    [Theory]
    [InlineData("connected", "MAIL FROM:<>\r\n", "220 mx\r\n250 Ok\r\n")]
    [InlineData("connected", "EHLO x\r\nMAIL FROM:<>\r\nDATA\r\n", Greeted + "250 Ok\r\n354 Go\r\n")]
    [InlineData("connected", "EHLO x\r\nAUTH PLAIN AGEAYg==\r\n", Greeted + "235 Yes\r\n")]
    [InlineData("before-auth", "EHLO x\r\nMAIL FROM:<>\r\n", Greeted + "250 Ok\r\n")]
    [InlineData("before-auth", "EHLO x\r\nAUTH PLAIN AGEAYg==\r\n", Greeted + "235 Yes\r\n")]
    [InlineData("turned-away", "EHLO x\r\n", "554 No\r\n250 mx\r\n")]
    [InlineData("xclient", "EHLO x\r\nMAIL FROM:<>\r\nXCLIENT ADDR=192.0.2.1\r\n", Greeted + "250 Ok\r\n220 mx\r\n")]
    [InlineData("connected", "XCLIENT ADDR=192.0.2.1\r\n", "220 mx\r\n220 mx\r\n")]
    [InlineData("connected", "EXPN all\r\n", "220 mx\r\n250 everybody\r\n")]
    public void What_is_accepted_before_its_time_is_noticed(string state, string sent, string answered) => AssertNoticed(state, sent, answered);

    [Theory]
    [InlineData("NOOP\r\n", "220 mx\r\n")]
    [InlineData("NOOP\r\n", "220 mx\r\n250 Ok\r\n250 Ok\r\n")]
    [InlineData("NOOP\r\nNOOP\r\n", "220 mx\r\n421 Too many errors\r\n")]
    [InlineData("QUIT\r\nNOOP\r\n", "220 mx\r\n221 Bye\r\n250 Ok\r\n")]
    [InlineData("NOOP\nNOOP\r\n", "220 mx\r\n250 Ok\r\n250 Ok\r\n")]
    [InlineData("NOOP", "220 mx\r\n250 Ok\r\n")]
    public void Another_number_of_answers_than_of_commands_is_noticed(string sent, string answered) => AssertNoticed("connected", sent, answered);

    [Theory]
    [InlineData("DATA\r\nx\n.\r\nNOOP\r\n\r\n.\r\n", "354 Go\r\n250 Ok\r\n250 Ok\r\n")]
    [InlineData("DATA\r\nx\ny\r\n.\r\n", "354 Go\r\n250 Ok\r\n")]
    [InlineData("DATA\r\nx\r\n.\r\n", "354 Go\r\n550 No\r\n")]
    [InlineData("DATA\r\nx\r\n", "354 Go\r\n250 Ok\r\n")]
    [InlineData("BDAT 5 LAST\r\nx", "250 Ok\r\n")]
    [InlineData("BDAT 2 LAST\r\nx\r", "250 Ok\r\n")]
    [InlineData("BDAT 1\r\n\nNOOP\r\n", "250 Ok\r\n250 Ok\r\n")]
    [InlineData("BDAT x\r\nNOOP\r\n", "501 What\r\n250 Ok\r\n")]
    [InlineData("BDAT 1\r\nxDATA\r\n", "250 Ok\r\n354 Go\r\n")]
    public void Content_that_is_taken_wrongly_is_noticed(string sent, string answered) =>
        AssertNoticed("connected", Recipient + sent, RecipientTaken + answered);

    [Fact]
    public void A_command_slipped_in_behind_STARTTLS_is_noticed() =>
        AssertNoticed("connected", "EHLO x\r\nSTARTTLS\r\nNOOP\r\n", Greeted + "220 Go\r\n250 Ok\r\n");

    [Fact]
    public void Credentials_from_before_STARTTLS_are_noticed_when_they_count() =>
        AssertNoticed("before-auth", "EHLO x\r\nSTARTTLS\r\n", Greeted + "220 Go\r\n250 mx\r\n250 Ok\r\n", "EHLO x\r\nMAIL FROM:<>\r\n");

    [Fact]
    public void Errors_without_end_are_noticed() => AssertNoticed(
        "connected", string.Concat(Enumerable.Repeat("X\r\n", 51)), "220 mx\r\n" + string.Concat(Enumerable.Repeat("500 No\r\n", 51)));

    [Theory]
    [InlineData("220 mx\n")]
    [InlineData("220 mx")]
    [InlineData("22 mx\r\n")]
    [InlineData("220\r\n")]
    [InlineData("220_mx\r\n")]
    [InlineData("199 mx\r\n")]
    [InlineData("220 m\u00fc\r\n")]
    [InlineData("220 m\tx\r\n")]
    [InlineData("250-mx\r\n")]
    [InlineData("250-mx\r\n220 mx\r\n")]
    public void A_malformed_reply_is_noticed(string wire) =>
        Assert.Throws<BrokenPromiseException>(() => WireReplies.Read(Encoding.Latin1.GetBytes(wire)));

    [Fact]
    public void A_reply_line_over_the_limit_is_noticed()
    {
        Assert.Single(WireReplies.Read(Encoding.ASCII.GetBytes("250 " + new string('x', 506) + "\r\n")));
        Assert.Throws<BrokenPromiseException>(() => WireReplies.Read(Encoding.ASCII.GetBytes("250 " + new string('x', 507) + "\r\n")));
    }

    private static void AssertNoticed(string state, string sent, string answered, string secured = "") =>
        Assert.Throws<BrokenPromiseException>(() => Follow(state, sent, answered, secured));

    private static SessionFollower Follow(string state, string sent, string answered, string secured = "")
    {
        var follower = new SessionFollower(
            SessionStates.All.Single(s => s.Name == state),
            Encoding.Latin1.GetBytes(sent),
            Encoding.Latin1.GetBytes(secured),
            WireReplies.Read(Encoding.Latin1.GetBytes(answered)));
        follower.Follow();
        return follower;
    }
}
