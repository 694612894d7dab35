using Mail.Core;

namespace Mail.Ctl.Tests;

public class QueueTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty_queue_is_an_empty_list()
    {
        Assert.Equal("[]", (await _world.RunAsync("queue list --json")).Succeeded().Out.Trim());
        Assert.Equal("", (await _world.RunAsync("queue list")).Succeeded().Out);
    }

    [Fact]
    public async Task List_has_everything_that_is_not_delivered_and_nothing_else()
    {
        var waiting = await _world.SpoolAsync();
        var deferred = await _world.DeferAsync();
        var poisoned = await _world.SpoolAsync(enqueue: false);
        await _world.PoisonAsync(QueueNames.Incoming, new IncomingPointer(poisoned).ToJson());
        await _world.PoisonAsync(QueueNames.Incoming, "garbage \u001b[31m");
        var delivered = await _world.SpoolAsync(enqueue: false);
        await _world.RecordAsync(delivered, MessageState.Delivered, RecipientOutcome.Delivered, "");
        await EnqueueOutboundAsync(delivered);

        var run = (await _world.RunAsync("queue list --json")).Succeeded();
        Assert.Equal("[id state queue sender recipients subject size arrivedAt ageSeconds attempts nextAttemptAt reason]", run.Shape);
        var states = run.Json.EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!, e => e.GetProperty("state").GetString());
        Assert.Equal(5, states.Count);
        Assert.Equal("incoming", states[waiting.ToString()]);
        Assert.Equal("deferred", states[deferred.ToString()]);
        Assert.Equal("poison", states[poisoned.ToString()]);
        Assert.Equal("outbound", states[delivered + "-1"]);
        Assert.DoesNotContain('\u001b', (await _world.RunAsync("queue list")).Succeeded().Out);
    }

    [Fact]
    public async Task Deferred_message_tells_why_and_when()
    {
        await _world.DeferAsync("mailbox is full");
        var entry = (await _world.RunAsync("queue list --json")).Json[0];
        Assert.Equal("mailbox is full", entry.GetProperty("reason").GetString());
        Assert.Equal(_world.Time.GetUtcNow().AddMinutes(5), entry.GetProperty("nextAttemptAt").GetDateTimeOffset());
        Assert.Equal(1, entry.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task More_pointers_than_storage_shows_are_told_as_a_count()
    {
        for (var i = 0; i < 40; i++)
        {
            await _world.SpoolAsync();
        }

        var run = await _world.RunAsync("queue list --json");
        Assert.Equal(32, run.Json.GetArrayLength());
        Assert.Contains("about 8 more", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_recipients_fit_on_a_line()
    {
        var id = await _world.SpoolAsync(recipients: [.. Enumerable.Range(0, 10_000).Select(n => $"u{n}@example.test")]);
        Assert.Single((await _world.RunAsync("queue list")).Succeeded().Out.TrimEnd('\n').Split('\n'));
        var shown = (await _world.RunAsync($"queue show {id} --json")).Succeeded();
        Assert.Equal(10_000, shown.Json.GetProperty("recipients").GetArrayLength());
    }

    [Fact]
    public async Task Show_has_the_envelope()
    {
        var id = await _world.SpoolAsync(recipients: ["alice@example.test", "bob@example.test"]);
        var run = (await _world.RunAsync($"queue show {id} --json")).Succeeded();
        Assert.Equal(
            "id state queue sender client subject size arrivedAt attempts nextAttemptAt reason recipients([place address outcome detail]) jobs", run.Shape);
        Assert.Equal("[192.0.2.7], helo mail.sender.test, with ESMTP, no TLS, not authenticated", run.Json.GetProperty("client").GetString());
        Assert.Contains("bob@example.test: waiting", (await _world.RunAsync($"queue show {id}")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_refuses_what_does_not_wait()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.RecordAsync(id, MessageState.Delivered, RecipientOutcome.Delivered, "");
        (await _world.RunAsync($"queue show {id}")).Refused("is delivered");
        (await _world.RunAsync("queue show nothing")).Refused("no message 'nothing'");
    }

    [Fact]
    public async Task Held_message_is_listed_as_held_and_released_into_the_queue()
    {
        var id = await _world.DeferAsync();
        Assert.Equal("id action detail", (await _world.RunAsync($"queue hold {id} --json")).Succeeded().Shape);
        Assert.True((await _world.Storage.Spool.FindAsync(id, Cancellation))!.Held);
        Assert.Equal("held", (await _world.RunAsync("queue list --json")).Json[0].GetProperty("state").GetString());
        (await _world.RunAsync($"queue requeue {id}")).Refused("mailctl queue release");

        (await _world.RunAsync($"queue release {id}")).Succeeded();
        Assert.False((await _world.Storage.Spool.FindAsync(id, Cancellation))!.Held);
        Assert.Equal(new IncomingPointer(id, 1).ToJson(), Assert.Single(_world.Bodies(QueueNames.Incoming)));
        (await _world.RunAsync($"queue release {id}")).Refused("is not held");
    }

    [Fact]
    public async Task Withdrawn_message_is_delivered_only_when_an_operator_says_so()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.Storage.Spool.SetWithdrawnAsync(id, withdrawn: true, Cancellation);
        (await _world.RunAsync($"queue requeue {id}")).Refused("told 451");
        Assert.Contains("withdrawn", (await _world.RunAsync($"trace {id}")).Succeeded().Out, StringComparison.Ordinal);

        (await _world.RunAsync($"queue release {id}")).Succeeded();
        Assert.False((await _world.Storage.Spool.FindAsync(id, Cancellation))!.Withdrawn);
        Assert.Equal(new IncomingPointer(id, 1).ToJson(), Assert.Single(_world.Bodies(QueueNames.Incoming)));
    }

    [Fact]
    public async Task Message_held_before_its_first_attempt_is_listed_as_held()
    {
        var id = await _world.SpoolAsync();
        (await _world.RunAsync($"queue hold {id}")).Succeeded();
        Assert.Equal("held", (await _world.RunAsync("queue list --json")).Json[0].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Release_that_is_cut_off_anywhere_is_finished_by_doing_it_again(bool appliedFirst)
    {
        // Find, find, two marks, record, enqueue: each in turn.
        for (var operation = 1; operation <= 6; operation++)
        {
            var world = CtlWorld.WithAlice();
            var id = await world.DeferAsync();
            await world.RunAsync($"queue hold {id}");
            world.Storage.Faults.Fail(operation, appliedFirst);
            Assert.Equal(1, (await world.RunAsync($"queue release {id}")).ExitCode);
            await world.RunAsync($"queue release {id}");

            var record = await world.Storage.Log.FindAsync(id, Cancellation);
            var isOnItsWay = world.Bodies(QueueNames.Incoming).Count > 0 || record is { State: MessageState.Deferred, NextAttemptAt: not null };
            Assert.True(isOnItsWay, $"lost at operation {operation}");
            Assert.False((await world.Storage.Spool.FindAsync(id, Cancellation))!.Held);
        }
    }

    [Fact]
    public async Task Deleted_message_is_gone_and_its_record_says_so()
    {
        var id = await _world.SpoolAsync(recipients: ["alice@example.test", "bob@example.test"]);
        (await _world.RunAsync($"queue delete {id}")).Succeeded();
        Assert.Null(await _world.Storage.Spool.FindAsync(id, Cancellation));
        var record = await _world.Storage.Log.FindAsync(id, Cancellation);
        Assert.Equal(MessageState.Deleted, record!.State);
        Assert.All(record.Recipients, recipient => Assert.Equal(RecipientOutcome.Discarded, recipient.Outcome));
        (await _world.RunAsync($"queue delete {id}")).Refused("is deleted");
    }

    [Fact]
    public async Task Delivered_message_cannot_be_held_deleted_or_requeued()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.RecordAsync(id, MessageState.Delivered, RecipientOutcome.Delivered, "");
        (await _world.RunAsync($"queue hold {id}")).Refused("is delivered");
        (await _world.RunAsync($"queue delete {id}")).Refused("is delivered");
        (await _world.RunAsync($"queue requeue {id}")).Refused("is delivered");
        Assert.NotNull(await _world.Storage.Spool.FindAsync(id, Cancellation));
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("release")]
    [InlineData("delete")]
    [InlineData("requeue")]
    public async Task Unknown_message_is_refused(string verb) =>
        (await _world.RunAsync($"queue {verb} {QueueId.New(_world.Time)}")).Refused("There is no message");

    [Theory]
    [InlineData("queue hold ../../etc")]
    [InlineData("queue requeue")]
    [InlineData("queue requeue --all 01aryz6s41tsv4rrffq69g5fav")]
    public async Task Nonsense_is_a_usage_error(string commandLine) => (await _world.RunAsync(commandLine)).Misused("--help'");

    [Fact]
    public async Task Poisoned_pointer_goes_back_to_its_queue_as_a_repeated_attempt()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.PoisonAsync(QueueNames.Incoming, new IncomingPointer(id).ToJson());
        Assert.Equal("requeued kept", (await _world.RunAsync($"queue requeue {id} --json")).Succeeded().Shape);
        Assert.Equal(new IncomingPointer(id, 1).ToJson(), Assert.Single(_world.Bodies(QueueNames.Incoming)));
        Assert.Empty(_world.Bodies(QueueNames.Poison(QueueNames.Incoming)));
    }

    [Fact]
    public async Task Requeue_all_keeps_what_nobody_can_read()
    {
        for (var i = 0; i < 70; i++)
        {
            await _world.PoisonAsync(QueueNames.Incoming, new IncomingPointer(await _world.SpoolAsync(enqueue: false), 3).ToJson());
        }

        await _world.PoisonAsync(QueueNames.Incoming, "garbage");
        await _world.PoisonAsync(QueueNames.Outbound, new OutboundPointer("elsewhere.test", "job-1").ToJson());
        var run = await _world.RunAsync("queue requeue --all");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("garbage", run.Error, StringComparison.Ordinal);
        Assert.Equal(70, _world.Bodies(QueueNames.Incoming).Count);
        Assert.Single(_world.Bodies(QueueNames.Outbound));
        Assert.Equal(["garbage"], _world.Bodies(QueueNames.Poison(QueueNames.Incoming)));
        Assert.Contains("garbage", (await _world.RunAsync("queue list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requeue_of_one_leaves_the_others_visible()
    {
        var id = await _world.SpoolAsync(enqueue: false);
        await _world.PoisonAsync(QueueNames.Incoming, "garbage");
        await _world.PoisonAsync(QueueNames.Incoming, new IncomingPointer(id).ToJson());
        (await _world.RunAsync($"queue requeue {id}")).Succeeded();
        var left = Assert.Single(await _world.Storage.Queues.Get(QueueNames.Poison(QueueNames.Incoming)).PeekAsync(32, Cancellation));
        (await _world.RunAsync($"queue requeue {left.Id}")).Refused("its body is: garbage");
        Assert.Single(_world.Bodies(QueueNames.Poison(QueueNames.Incoming)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poison_is_never_lost_whatever_fails(bool appliedFirst)
    {
        // Receive, send, complete, receive …: each in turn.
        for (var operation = 1; operation <= 6; operation++)
        {
            var world = CtlWorld.WithAlice();
            var body = new IncomingPointer(await world.SpoolAsync(enqueue: false), 1).ToJson();
            await world.PoisonAsync(QueueNames.Incoming, body);
            world.Storage.Faults.Fail(operation, appliedFirst);
            await world.RunAsync("queue requeue --all");
            Assert.Contains(body, world.Bodies(QueueNames.Incoming).Concat(world.Bodies(QueueNames.Poison(QueueNames.Incoming))));
        }
    }

    [Fact]
    public async Task Flush_tries_every_deferred_message_now()
    {
        var ids = new[] { await _world.DeferAsync(), await _world.DeferAsync() };
        Assert.Equal("2 deferred messages are tried now.\n", (await _world.RunAsync("queue flush")).Succeeded().Out);
        Assert.Equal(ids.Select(id => new IncomingPointer(id, 1).ToJson()), _world.Bodies(QueueNames.Incoming));
    }

    private async Task EnqueueOutboundAsync(QueueId id) => await _world.Storage.Outbound.EnqueueAsync(
        new OutboundJob
        {
            JobId = id + "-1",
            QueueId = id,
            Destination = "elsewhere.test",
            ReversePath = null,
            Recipients = [new OutboundRecipient(MailAddress.Parse("carol@elsewhere.test"), 1)],
            CreatedAt = _world.Time.GetUtcNow(),
        },
        Cancellation);
}
