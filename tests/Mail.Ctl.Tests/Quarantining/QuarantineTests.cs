using Mail.Core;

namespace Mail.Ctl.Tests;

public class QuarantineTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_held_is_listed_with_its_reason()
    {
        var id = await HoldAsync();
        await _world.DeferAsync();

        var run = (await _world.RunAsync("quarantine list --json")).Succeeded();

        Assert.Equal("[id sender recipients subject size arrivedAt heldAt reason]", run.Shape);
        Assert.Equal(1, run.Json.GetArrayLength());
        Assert.Equal((id.ToString(), "clamav: infected: Eicar"), (run.Json[0].GetProperty("id").GetString(), run.Json[0].GetProperty("reason").GetString()));
        Assert.Contains("alice@example.test", (await _world.RunAsync("quarantine list")).Succeeded().Out, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), (await _world.RunAsync("queue list")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_message_is_shown_and_written_as_it_came()
    {
        var id = await HoldAsync();

        Assert.Equal("id sender recipients subject size arrivedAt heldAt reason", (await _world.RunAsync($"quarantine show {id} --json")).Succeeded().Shape);
        Assert.Contains("clamav: infected: Eicar", (await _world.RunAsync($"quarantine show {id}")).Succeeded().Out, StringComparison.Ordinal);
        Assert.Equal("Subject: hi\r\n\r\nText\r\n", (await _world.RunAsync($"quarantine show {id} --raw")).Succeeded().Out);
    }

    [Fact]
    public async Task A_release_is_recorded_with_its_author_and_may_be_repeated()
    {
        var id = await HoldAsync();

        Assert.Equal("id action detail", (await _world.RunAsync($"quarantine release {id} --by olga --json")).Succeeded().Shape);
        (await _world.RunAsync($"quarantine release {id} --by peter")).Succeeded();

        var record = await _world.Storage.Log.FindAsync(id, Cancellation);
        Assert.Equal((MessageState.Deferred, "olga", "released from quarantine by olga"), (record!.State, record.ReleasedBy, record.Detail));
        Assert.All(_world.Bodies(QueueNames.Incoming), body => Assert.Contains(id.ToString(), body, StringComparison.Ordinal));
        Assert.Equal("[]", (await _world.RunAsync("quarantine list --json")).Succeeded().Out.Trim());
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var id = await HoldAsync();

        (await _world.RunAsync($"quarantine delete {id}")).Succeeded();

        Assert.Null(await _world.Storage.Spool.FindAsync(id, Cancellation));
        Assert.Equal(MessageState.Deleted, (await _world.Storage.Log.FindAsync(id, Cancellation))!.State);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("release")]
    [InlineData("delete")]
    public async Task What_is_not_in_quarantine_is_refused(string verb)
    {
        var deferred = await _world.DeferAsync();

        (await _world.RunAsync($"quarantine {verb} {deferred}")).Refused("is not in quarantine");
        (await _world.RunAsync($"quarantine {verb} {QueueId.New(_world.Time)}")).Refused("There is no message");
    }

    [Fact]
    public async Task A_release_of_what_the_spool_has_lost_says_so()
    {
        var id = await HoldAsync();
        await _world.Storage.Spool.DeleteAsync(id, Cancellation);

        (await _world.RunAsync($"quarantine release {id}")).Refused("not in the spool any more");
        (await _world.RunAsync($"quarantine delete {id}")).Succeeded();
    }

    [Fact]
    public async Task The_queues_release_does_not_open_the_quarantine()
    {
        var id = await HoldAsync();

        (await _world.RunAsync($"queue release {id}")).Refused($"mailctl quarantine release {id}");
        Assert.Equal(MessageState.Quarantined, (await _world.Storage.Log.FindAsync(id, Cancellation))!.State);
    }

    private async Task<QueueId> HoldAsync()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.RecordAsync(id, MessageState.Quarantined, RecipientOutcome.Deferred, "clamav: infected: Eicar");
        await _world.Storage.Log.UpdateAsync(id, record => record with { Detail = "clamav: infected: Eicar" }, Cancellation);
        return id;
    }
}
