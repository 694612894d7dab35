using System.Reflection;
using System.Text;

namespace Mail.Smtp.Tests;

public class SmtpReplyTests
{
    [Fact]
    public void Several_lines_repeat_code_and_status() =>
        Assert.Equal("550-5.7.1 one\r\n550 5.7.1 two\r\n", Wire(new SmtpReply(550, "5.7.1", "one", "two")));

    [Fact]
    public void Cannot_be_made_to_send_a_second_line_or_anything_but_ASCII() =>
        Assert.Equal("550 5.1.1 a??250 Ok ?\r\n", Wire(new SmtpReply(550, "5.1.1", "a\r\n250 Ok é")));

    [Fact]
    public void A_changed_copy_has_its_own_octets()
    {
        var reply = new SmtpReply(250, "2.0.0", "Ok");
        Assert.Equal("250 2.0.0 Ok\r\n", Wire(reply));
        Assert.Equal("451 2.0.0 Ok\r\n", Wire(reply with { Code = 451 }));
    }

    [Fact]
    public void Two_that_say_the_same_are_equal()
    {
        Assert.Equal(new SmtpReply(250, "2.0.0", "Ok"), SmtpReplies.Ok);
        Assert.NotEqual(new SmtpReply(250, "2.0.0", "ok"), SmtpReplies.Ok);
    }

    [Fact]
    public void Every_rejection_has_a_reply_that_fits() =>
        Assert.All(Enum.GetValues<SmtpRejection>().Where(r => r != SmtpRejection.None), r => AssertFits(SmtpReplies.For(r)));

    [Fact]
    public void Every_reply_fits() =>
        Assert.All(
            typeof(SmtpReplies).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic),
            field => AssertFits(Assert.IsType<SmtpReply>(field.GetValue(null))));

    // RFC 2034 §4: the class of the enhanced status is that of the code. RFC 5321 §4.5.3.1.5: a line of a reply has at most 512 octets.
    private static void AssertFits(SmtpReply reply)
    {
        Assert.True(reply.EnhancedStatus is null ? reply.Code is 220 or 354 : reply.EnhancedStatus[0] == (char)('0' + (reply.Code / 100)));
        Assert.InRange(Wire(reply).Length, 5, 512);
        Assert.DoesNotContain('?', Wire(reply));
    }

    private static string Wire(SmtpReply reply) => Encoding.ASCII.GetString(reply.Wire);
}
