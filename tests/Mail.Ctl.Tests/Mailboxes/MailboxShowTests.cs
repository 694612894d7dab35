using System.Text;

namespace Mail.Ctl.Tests;

public class MailboxShowTests
{
    private const string Content = "Subject: hi\r\nX-Folded: one\r\n two\r\n\r\n\u00ff\u0000binary\r\n";

    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Raw_is_exactly_what_is_stored()
    {
        var id = await _world.DeliverAsync("alice", Content);
        var run = (await _world.RunAsync($"mailbox show alice@example.test {id} --raw")).Succeeded();
        Assert.Equal(Encoding.Latin1.GetBytes("Return-Path: <x@sender.test>\r\n" + Content), run.OutBytes);
    }

    [Fact]
    public async Task Shows_header_decision_and_text()
    {
        var id = await _world.DeliverAsync("alice", Content);
        var text = (await _world.RunAsync($"mailbox show alice@example.test {id}")).Succeeded().Out;
        Assert.Contains("Route:    recipient alice@example.test\n", text, StringComparison.Ordinal);
        Assert.Contains("X-Folded: one two\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("binary", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        var id = await _world.DeliverAsync("alice", Content);
        var run = (await _world.RunAsync($"mailbox show alice@example.test {id} --json")).Succeeded();
        Assert.Equal(
            "message(id uid folder from to subject date size flags messageId preview attachments receivedAt) "
            + "route screen screening sort headers([name value])",
            run.Shape);
        Assert.Equal("one two", run.Json.GetProperty("headers")[2].GetProperty("value").GetString());
    }

    [Fact]
    public async Task What_screening_found_is_shown_as_the_fields_that_other_filters_write()
    {
        var id = await _world.DeliverAsync("alice", Content, screening: CtlWorld.Spam);
        var text = (await _world.RunAsync($"mailbox show alice@example.test {id}")).Succeeded().Out;
        Assert.Contains("X-Spam-Status: Yes, class=spam score=0.998 unsure=0.20 required=0.90\n", text, StringComparison.Ordinal);
        Assert.Contains("mx.example.test; spf=pass", text, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Spam", (await _world.RunAsync($"mailbox show alice@example.test {id} --raw")).Succeeded().Out, StringComparison.Ordinal);
        var run = (await _world.RunAsync($"mailbox show alice@example.test {id} --json")).Succeeded();
        Assert.Contains(
            "screening(class score unsureFrom spamFrom siteModel accountModel clues authentication policy facts findings headers([name value]))", run.Shape, StringComparison.Ordinal);
        Assert.Equal(0.998, run.Json.GetProperty("screening").GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task Found_by_the_beginning_of_its_id_and_by_uid_in_a_folder()
    {
        var first = await _world.DeliverAsync("alice", Content);
        var second = await _world.DeliverAsync("alice", Content, folder: "Archive");
        Assert.Contains(first, (await _world.RunAsync($"mailbox show alice@example.test {first[..20]}")).Succeeded().Out, StringComparison.Ordinal);
        Assert.Contains(second, (await _world.RunAsync("mailbox show alice@example.test 1 --folder Archive")).Succeeded().Out, StringComparison.Ordinal);
        (await _world.RunAsync("mailbox show alice@example.test 0")).Refused("more than one message");
        (await _world.RunAsync("mailbox show alice@example.test 2 --folder Archive")).Refused("No message '2'");
        (await _world.RunAsync("mailbox show alice@example.test nothing")).Refused("mailctl mailbox list");
    }

    [Fact]
    public async Task Raw_and_json_exclude_each_other() =>
        (await _world.RunAsync("mailbox show alice@example.test x --raw --json")).Misused("exclude each other");

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("no header at all")]
    [InlineData("\r\n\r\n\r\n")]
    public async Task Any_bytes_can_be_shown(string content)
    {
        var id = await _world.DeliverAsync("alice", content);
        (await _world.RunAsync($"mailbox show alice@example.test {id}")).Succeeded();
    }
}
