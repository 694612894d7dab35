using Mail.Core;

namespace Mail.Ctl.Tests;

public class TraceTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task Delivered_message_is_followed_into_the_mailbox()
    {
        var (id, _) = await DeliveredAsync();
        var run = (await _world.RunAsync($"trace {id} --json")).Succeeded();
        Assert.Equal("[queueId messageId subject sender state stages([at stage recipient decision reason])]", run.Shape);
        var stages = run.Json[0].GetProperty("stages").EnumerateArray().ToList();
        Assert.Equal(
            ["received", "spooled", "mailbox", "recipient", "record"],
            stages.Select(stage => stage.GetProperty("stage").GetString()));
        var mailbox = stages.Single(stage => stage.GetProperty("stage").GetString() == "mailbox");
        Assert.Contains("INBOX, uid 1", mailbox.GetProperty("decision").GetString(), StringComparison.Ordinal);
        Assert.Contains("screen: passed; sort: INBOX: default", mailbox.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_screening_found_is_told_step_by_step()
    {
        var (id, _) = await DeliveredAsync(CtlWorld.Spam);
        var run = (await _world.RunAsync($"trace {id} --json")).Succeeded();
        var stages = run.Json[0].GetProperty("stages").EnumerateArray()
            .Select(stage => (Name: stage.GetProperty("stage").GetString(), Words: $"{stage.GetProperty("decision").GetString()} {stage.GetProperty("reason").GetString()}".TrimEnd()))
            .ToList();
        Assert.Equal(["received", "spooled", "sender", "scanned", "filtered", "clue", "mailbox", "recipient", "record"], stages.Select(stage => stage.Name));
        Assert.Contains(("filtered", "spam, score 0.998 unsure from 0.20, spam from 0.90; model 7-3fa9 of the site"), stages);
        Assert.Contains(("clue", CtlWorld.Spam.Clues[0]), stages);
    }

    [Theory]
    [InlineData("one@sender.test")]
    [InlineData("<one@sender.test>")]
    public async Task Found_by_message_id(string messageId)
    {
        var (id, _) = await DeliveredAsync();
        Assert.Contains(id.ToString(), (await _world.RunAsync(["trace", messageId])).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_by_delivery_id()
    {
        var (id, _) = await DeliveredAsync();
        Assert.Contains(id.ToString(), (await _world.RunAsync($"trace {id}-1")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_deleted_by_its_owner_is_told_as_such()
    {
        var (id, delivery) = await DeliveredAsync();
        _world.Storage.Mailboxes.Expunge("alice", delivery);
        Assert.Contains("deleted from the mailbox since", (await _world.RunAsync($"trace {id}")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_before_its_first_attempt_waits()
    {
        var id = await _world.SpoolAsync();
        var text = (await _world.RunAsync($"trace {id}")).Succeeded().Out;
        Assert.Contains("no attempt yet", text, StringComparison.Ordinal);
        Assert.Contains("helo mail.sender.test", text, StringComparison.Ordinal);
        Assert.Contains("in queue incoming", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poisoned_message_tells_what_to_do()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.PoisonAsync(QueueNames.Incoming, new IncomingPointer(id).ToJson());
        Assert.Contains($"mailctl queue requeue {id}", (await _world.RunAsync($"trace {id}")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_outlives_the_spooled_message()
    {
        var id = await _world.DeferAsync("mailbox is full");
        await _world.Storage.Spool.DeleteAsync(id, TestContext.Current.CancellationToken);
        var text = (await _world.RunAsync($"trace {id}")).Succeeded().Out;
        Assert.Contains("alice@example.test deferred (mailbox is full)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("received", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("01aryz6s41tsv4rrffq69g5fav")]
    [InlineData("' or 1 eq 1")]
    public async Task Unknown_message_is_refused(string id) => (await _world.RunAsync(["trace", id])).Refused("Nothing is known");

    private async Task<(QueueId Id, string Delivery)> DeliveredAsync(ScreeningRecord? screening = null)
    {
        var id = await _world.SpoolAsync(enqueue: false);
        var delivery = await _world.DeliverAsync("alice", "Subject: hi\r\n\r\nText\r\n", screening: screening);
        await _world.RecordAsync(id, MessageState.Delivered, RecipientOutcome.Delivered, "", next: null, $"alice/{delivery} INBOX 1");
        return (id, delivery);
    }
}
