using System.Text;
using Mail.Core;

namespace Mail.Transport.Tests;

public class HostileReplyTests
{
    public static TheoryData<string, string> Floods { get; } = new()
    {
        { "a line without end", new string('x', 10_000_000) },
        { "a numbered line without end", "250-" + new string('x', 10_000_000) },
        { "a reply without end", string.Concat(Enumerable.Repeat("250-more\r\n", 100_000)) + "250 done" },
        { "two codes", "250-one\r\n550 other" },
        { "no code", "hello there" },
        { "a code that is none", "199 what\r\n" },
        { "a code of letters", "2x0 what" },
        { "only NULs", new string('\0', 5000) },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Floods))]
    public async Task A_flood_ends_the_connection_and_nothing_else(string what, string flood)
    {
        await using var world = new SenderWorld();
        world.Server.Answer = command => command.StartsWith("MAIL", StringComparison.Ordinal) ? flood : null;

        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.True(result.Recipients[0] is { Outcome: SendOutcome.Temporary, Status: "4.5.0" or "4.4.2" }, $"{what}: {result.Recipients[0]}");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_server_says_is_made_harmless()
    {
        await using var world = new SenderWorld();
        world.Server.Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 \0\u001b[31m red\r\n" : null;

        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.DoesNotContain(result.Recipients[0].Reason, char.IsControl);
        Assert.DoesNotContain(result.Recipients[0].Reply!.Text, char.IsControl);
    }

    [Theory]
    [InlineData("250", 250, "")]
    [InlineData("250 ", 250, "")]
    [InlineData("250 2.0.0 ok", 250, "2.0.0 ok")]
    [InlineData("550 5.1.1 a\u0000b", 550, "5.1.1 a?b")]
    public void A_last_line_makes_a_reply(string line, int code, string text)
    {
        var reply = new ReplyParser().Add(Encoding.UTF8.GetBytes(line));

        Assert.Equal((code, text), (reply!.Code, reply.Text));
    }

    [Fact]
    public void A_text_is_not_cut_within_a_character()
    {
        var text = new ReplyParser().Add(Encoding.UTF8.GetBytes("550 " + new string('x', 999) + "📬"))!.Text;

        Assert.Equal(new string('x', 999), text);
    }

    [Theory]
    [InlineData("550 5.1.1 gone", "5.1.1")]
    [InlineData("550 4.1.1 mixed up", "5.0.0")]
    [InlineData("450 5.1.1.1 no code", "4.0.0")]
    [InlineData("250 fine", "2.0.0")]
    public void The_enhanced_code_counts_when_it_agrees(string line, string status)
    {
        Assert.Equal(status, new ReplyParser().Add(Encoding.UTF8.GetBytes(line))!.Status);
    }

    [Fact]
    public void A_long_reply_is_cut()
    {
        var parser = new ReplyParser();
        for (var i = 0; i < 150; i++)
        {
            Assert.Null(parser.Add(Encoding.UTF8.GetBytes("550-" + new string('x', 4000))));
        }

        Assert.Equal(1000, parser.Add("550 end"u8)!.Text.Length);
    }
}
