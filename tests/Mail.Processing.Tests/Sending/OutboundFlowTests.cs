using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

public class OutboundFlowTests
{
    private readonly SendingWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_puts_somebody_off_is_not_asked_sooner_for_those_who_wait_elsewhere()
    {
        var world = new SendingWorld();
        world.Transports.ByAddress["b@other.test"] = Transport.Default with { Pattern = "b@other.test", Kind = TransportKind.Smarthost, Host = "relay.test", Port = 25 };
        world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Deferred(request));
        Assert.IsType<Admission.Entered>(await world.Gate.EnterAsync("relay.test:25", 20, TestContext.Current.CancellationToken));
        await world.SubmitAsync("a@other.test b@other.test");
        await world.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(10));
        Assert.Single(world.Sender.Requests);

        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));
        Assert.Equal(2, world.Sender.Requests.Count);
    }

    [Fact]
    public async Task Who_waits_behind_others_for_hours_is_told_and_after_its_lifetime_gets_his_mail_back()
    {
        var world = new SendingWorld();
        Assert.IsType<Admission.Entered>(await world.Gate.EnterAsync("other.test", 20, TestContext.Current.CancellationToken));
        var queueId = await world.SubmitAsync("a@other.test");
        await world.PassAsync(TimeSpan.FromHours(6), TimeSpan.FromMinutes(5));
        Assert.Equal(["Delay"], await world.NoticesAsync());
        Assert.Equal(1, (await world.JobAsync(queueId))!.Attempts);

        await world.PassAsync(TimeSpan.FromDays(5), TimeSpan.FromMinutes(30));
        Assert.Equal(["Delay", "Failure"], (await world.NoticesAsync()).Order());
        Assert.Empty(world.Sender.Requests);
    }

    [Fact]
    public async Task What_is_sent_is_recorded_with_the_reply_and_the_job_is_gone()
    {
        var queueId = await _world.SubmitAsync("a@other.test b@other.test");
        await _world.RunAsync();

        Assert.Equal([(queueId, Some.Address("a@other.test")), (queueId, Some.Address("b@other.test"))], _world.Sender.Taken);
        Assert.Equal("X-Signed: yes\r\n" + FlowWorld.Message, _world.Sender.Content);
        Assert.Null(await _world.JobAsync(queueId));
        var record = await _world.Receiving.RecordAsync(queueId);
        Assert.Equal(MessageState.Delivered, record.State);
        Assert.All(record.Recipients, recipient => Assert.Equal(RecipientOutcome.Delivered, recipient.Outcome));
        Assert.Equal([$"sent other.test/{queueId}-1"], record.Recipients[0].Deliveries);
        Assert.Equal("a@other.test sent: 250 2.0.0 Ok (mx.other.test)", record.Recipients[0].Detail);
        Assert.Equal(0, await _world.Storage.Queues.Get(QueueNames.Outbound).CountAsync(Token));
    }

    [Fact]
    public async Task A_local_recipient_never_leaves_the_house()
    {
        await _world.SubmitAsync("bob@example.test a@other.test");
        await _world.RunAsync();
        Assert.Equal(Some.Address("a@other.test"), Assert.Single(_world.Sender.Taken).Recipient);
        Assert.Single(await _world.Receiving.MailAsync(_world.Receiving.Bob));
    }

    [Fact]
    public async Task What_is_refused_comes_back_once_with_what_the_server_said()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Refused(request));
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.RunAsync();

        Assert.Equal(["Failure"], await _world.NoticesAsync());
        var mail = Assert.Single(await _world.Receiving.MailAsync(_world.Receiving.Alice));
        var raw = await _world.Receiving.RawAsync(_world.Receiving.Alice, mail.Id);
        Assert.Contains("a@other.test Failed 5.7.1 550 5.7.1 not wanted", raw, StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <>\r\n", raw, StringComparison.Ordinal);
        Assert.Equal(MessageState.Failed, (await _world.Receiving.RecordAsync(queueId)).State);
        Assert.Null(await _world.JobAsync(queueId));
    }

    [Fact]
    public async Task Each_recipient_has_an_outcome_of_its_own()
    {
        _world.Sender.Script = (request, _) =>
        {
            var (sent, deferred) = (ScriptedSender.Sent(request), ScriptedSender.Deferred(request));
            return Task.FromResult(sent with { Recipients = [.. request.Recipients.Select((r, i) => r.Address.LocalPart == "later" ? deferred.Recipients[i] : sent.Recipients[i])] });
        };
        var queueId = await _world.SubmitAsync("now@other.test later@other.test");
        await _world.RunAsync();

        var job = await _world.JobAsync(queueId);
        Assert.Equal([OutboundRecipientState.Sent, OutboundRecipientState.Pending], job!.Recipients.Select(r => r.State));
        Assert.Equal((1, "451 4.7.1 try later"), (job.Attempts, job.LastReply));
        var record = await _world.Receiving.RecordAsync(queueId);
        Assert.Equal([RecipientOutcome.Delivered, RecipientOutcome.Queued], record.Recipients.Select(r => r.Outcome));

        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Sent(request));
        await _world.PassAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(["now@other.test", "later@other.test"], _world.Sender.Taken.Select(taken => taken.Recipient.ToString()));
        Assert.Equal(RecipientOutcome.Delivered, (await _world.Receiving.RecordAsync(queueId)).Recipients[1].Outcome);
    }

    [Fact]
    public async Task A_fault_of_ours_counts_as_an_attempt_and_in_the_end_its_sender_is_told()
    {
        _world.Sender.Script = (_, _) => throw new InvalidOperationException("a bug");
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.RunAsync();
        var job = (await _world.JobAsync(queueId))!;
        Assert.Equal((1, "an error in this mail system"), (job.Attempts, job.LastReply));
        Assert.Null(job.LeaseOwner);

        await _world.PassAsync(TimeSpan.FromDays(6), TimeSpan.FromMinutes(30));
        Assert.Equal(["Delay", "Failure"], (await _world.NoticesAsync()).Order());
        Assert.Null(await _world.JobAsync(queueId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_one_next_hop_has_taken_is_written_also_when_the_next_one_meets_a_fault(bool isStorage)
    {
        _world.Transports.ByAddress["b@other.test"] = Transport.Default with { Pattern = "b@other.test", Kind = TransportKind.Smarthost, Host = "relay.test", Port = 25 };
        var calls = 0;
        _world.Sender.Script = (request, _) => ++calls == 2
            ? throw (isStorage ? new StorageUnavailableException("down") : new InvalidOperationException("a bug"))
            : Task.FromResult(ScriptedSender.Sent(request));
        await _world.SubmitAsync("a@other.test b@other.test");
        await _world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30));

        Assert.Equal(3, calls);
        Assert.Equal(["a@other.test", "b@other.test"], _world.Sender.Taken.Select(taken => taken.Recipient.ToString()).Order());
    }

    [Fact]
    public async Task Attempts_come_on_Postfixs_schedule_and_end_after_five_days()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Deferred(request));
        var times = new List<TimeSpan>();
        var start = _world.Receiving.Time.GetUtcNow();
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.RunAsync();
        for (var seen = 0; await _world.JobAsync(queueId) is not null;)
        {
            if (_world.Sender.Requests.Count > seen)
            {
                seen = _world.Sender.Requests.Count;
                times.Add(_world.Receiving.Time.GetUtcNow() - start);
            }

            await _world.PassAsync(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100));
        }

        Assert.Equal([0, 300, 900, 2100, 4500, 8500], times.Take(6).Select(time => time.TotalSeconds));
        Assert.InRange(_world.Receiving.Time.GetUtcNow() - start, TimeSpan.FromDays(5), TimeSpan.FromDays(5) + TimeSpan.FromSeconds(4100));
        Assert.Equal(["Delay", "Failure"], (await _world.NoticesAsync()).Order());
        Assert.Contains("given up after 5d", (await _world.Receiving.RecordAsync(queueId)).Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DsnNotify.Never, "")]
    [InlineData(DsnNotify.Success, "Success")]
    [InlineData(null, "")]
    public async Task Success_is_told_when_it_is_asked_for(DsnNotify? notify, string expected)
    {
        await _world.SubmitAsync("a@other.test", notify: notify);
        await _world.RunAsync();
        Assert.Equal(expected, string.Join(' ', await _world.NoticesAsync()));
    }

    [Fact]
    public async Task A_server_that_takes_over_notices_tells_success_itself()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Sent(request, supportsDsn: true));
        await _world.SubmitAsync("a@other.test", notify: DsnNotify.Success);
        await _world.RunAsync();
        Assert.Empty(await _world.NoticesAsync());
    }

    [Fact]
    public async Task Who_does_not_want_to_know_is_not_told_of_a_failure()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Refused(request));
        var queueId = await _world.SubmitAsync("a@other.test", notify: DsnNotify.Never);
        await _world.RunAsync();
        Assert.Empty(await _world.NoticesAsync());
        Assert.Equal(MessageState.Failed, (await _world.Receiving.RecordAsync(queueId)).State);
    }

    [Fact]
    public async Task A_notice_that_is_refused_goes_to_the_postmaster_here_and_no_further()
    {
        await _world.Storage.Settings.SetAsync(new SiteSettingRow("postmaster", "bob@example.test"), Token);
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Refused(request));
        await _world.SubmitAsync("a@other.test", reversePath: null);
        await _world.RunAsync();
        await _world.ReceiveAsync();
        Assert.Equal("Failure", Assert.Single(await _world.Receiving.MailAsync(_world.Receiving.Bob)).Summary.Subject);
    }

    [Fact]
    public async Task A_pointer_beside_the_schedule_starts_none_of_its_own()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Deferred(request));
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.RunAsync();
        var job = await _world.JobAsync(queueId);
        for (var i = 0; i < 3; i++)
        {
            await _world.Storage.Outbound.PointAsync(job!.Pointer, TimeSpan.Zero, Token);
        }

        Assert.All(await _world.RunAsync(), result => Assert.StartsWith("beside the schedule", result, StringComparison.Ordinal));
        Assert.Single(_world.Sender.Requests);
        Assert.Equal(1, await _world.Storage.Queues.Get(QueueNames.Outbound).CountAsync(Token));
    }

    [Fact]
    public async Task A_held_job_is_left_alone()
    {
        var queueId = await _world.SubmitAsync("a@other.test");
        var job = await _world.JobAsync(queueId);
        await _world.Storage.Outbound.TryUpdateAsync(job! with { State = OutboundState.Held }, Token);
        await _world.RunAsync();
        Assert.Empty(_world.Sender.Requests);
        Assert.NotNull(await _world.JobAsync(queueId));
    }

    [Fact]
    public async Task Two_processes_are_never_at_one_job()
    {
        var queueId = await _world.SubmitAsync("a@other.test");
        var job = await _world.JobAsync(queueId);
        var (other, _) = _world.NewProcess();
        var meanwhile = "";
        _world.Sender.Script = async (request, token) =>
        {
            meanwhile = await other.ProcessAsync(job!.Pointer, 1, token);
            return ScriptedSender.Sent(request);
        };
        await _world.RunAsync();
        Assert.Contains("another process is at it", meanwhile, StringComparison.Ordinal);
        Assert.Single(_world.Sender.Taken);
    }

    [Fact]
    public async Task What_the_operator_discards_or_refuses_needs_no_server()
    {
        _world.Transports.ByDomain["drop.test"] = Transport.Default with { Pattern = "drop.test", Kind = TransportKind.Discard };
        _world.Transports.ByDomain["no.test"] = Transport.Default with { Pattern = "no.test", Kind = TransportKind.Error, Text = "5.7.1 not from here" };
        var queueId = await _world.SubmitAsync("a@drop.test b@no.test");
        await _world.RunAsync();
        Assert.Empty(_world.Sender.Requests);
        var record = await _world.Receiving.RecordAsync(queueId);
        Assert.Equal([RecipientOutcome.Discarded, RecipientOutcome.Failed], record.Recipients.Select(r => r.Outcome));
        Assert.Contains("not from here", record.Recipients[1].Detail, StringComparison.Ordinal);
        Assert.Equal(["Failure"], await _world.NoticesAsync());
    }

    [Fact]
    public async Task A_suppressed_address_is_not_tried()
    {
        var gone = Some.Address("gone@other.test");
        await _world.Storage.Suppressions.AddAsync(
            new Suppression { Address = gone, Reason = "no such user", Since = DateTimeOffset.UnixEpoch, Source = SuppressionSource.Operator }, Token);
        await _world.SubmitAsync("gone@other.test a@other.test");
        await _world.RunAsync();
        Assert.Equal(["a@other.test"], _world.Sender.Taken.Select(taken => taken.Recipient.ToString()));
        Assert.Equal(["Failure"], await _world.NoticesAsync());
    }

    [Fact]
    public async Task A_job_stays_until_the_message_flow_has_recorded_it()
    {
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.Storage.Log.DeleteAsync(queueId, Token);
        await _world.RunAsync();
        Assert.True((await _world.JobAsync(queueId))!.IsDone);

        // The run that died comes again and enqueues the same job.
        await _world.Receiving.RunAsync(queueId, dequeueCount: 2);
        await _world.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20));
        Assert.Single(_world.Sender.Taken);
        Assert.Null(await _world.JobAsync(queueId));
        Assert.Equal(RecipientOutcome.Delivered, (await _world.Receiving.RecordAsync(queueId)).Recipients[0].Outcome);
    }
}
