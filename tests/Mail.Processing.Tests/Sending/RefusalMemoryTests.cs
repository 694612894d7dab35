using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

public class RefusalMemoryTests
{
    private readonly SendingWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("5.1.1", true)]
    [InlineData("5.1.2", true)]
    [InlineData("5.1.6", true)]
    [InlineData("5.1.10", true)]
    [InlineData("5.2.1", true)]
    [InlineData("5.2.2", false)]
    [InlineData("5.3.4", false)]
    [InlineData("5.7.1", false)]
    [InlineData("5.1.8", false)]
    [InlineData("5.0.0", false)]
    public async Task An_address_that_a_server_says_is_bad_gets_nothing_more_for_a_while(string status, bool isBad)
    {
        Refuse(status);
        await _world.SubmitAsync("gone@other.test");
        await _world.RunAsync();

        var entry = await _world.Storage.Suppressions.FindAsync(Some.Address("gone@other.test"), Token);
        Assert.Equal(isBad, entry is not null);
        if (entry is not null)
        {
            Assert.Equal((status, SuppressionSource.Reply, $"550 {status} no"), (entry.Status, entry.Source, entry.Reason));
            Assert.Equal(_world.Receiving.Time.GetUtcNow() + TimeSpan.FromDays(30), entry.Expires);
            await _world.SubmitAsync("gone@other.test");
            await _world.RunAsync();
        }

        Assert.Equal(isBad, _world.Sender.Requests.Count == 1 && (await _world.NoticesAsync()).Count == 2);
    }

    [Theory]
    [InlineData(550, SendOutcome.Permanent, false, true)]
    [InlineData(550, SendOutcome.Permanent, true, false)]
    [InlineData(450, SendOutcome.Temporary, true, true)]
    public async Task What_was_said_to_another_command_or_for_now_or_to_a_notice_is_no_proof(int code, SendOutcome outcome, bool isToRcpt, bool hasSender)
    {
        Refuse("5.1.1", code, outcome, isToRcpt);
        await _world.SubmitAsync("gone@other.test", reversePath: hasSender ? "alice@example.test" : null);
        await _world.RunAsync();

        Assert.Single(_world.Sender.Requests);
        Assert.Empty(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task An_address_of_ours_behind_a_relay_is_never_given_up()
    {
        await _world.Storage.Directory.AddDomainAsync(new DomainEntry { Name = "inside.test", Kind = DomainKind.Relay }, Token);
        Refuse("5.1.1");
        await _world.SubmitAsync("new@inside.test");
        await _world.RunAsync();

        Assert.Single(_world.Sender.Requests);
        Assert.Empty(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_storage_that_cannot_take_it_holds_nothing_up()
    {
        Refuse("5.1.1");
        var queueId = await _world.SubmitAsync("gone@other.test");
        await _world.Storage.Suppressions.FindAsync(Some.Address("gone@other.test"), Token);
        // The look before the attempt, then the write after it.
        _world.Storage.Suppressions.Faults.Fail(operation: 2);
        await _world.RunAsync();

        Assert.Equal(MessageState.Failed, (await _world.Receiving.RecordAsync(queueId)).State);
        Assert.Equal(["Failure"], await _world.NoticesAsync());
        Assert.Empty(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Who_refuses_what_is_sent_on_gets_nothing_sent_on_for_an_hour_and_nothing_is_lost()
    {
        await _world.Storage.Settings.SetAsync(new SiteSettingRow("forward-refusals", "3"), Token);
        _world.Storage.Directory.AddAlias("info@example.test", "joe@far.test");
        Refuse("5.7.1");
        for (var i = 0; i < 3; i++)
        {
            await ForwardAsync();
        }

        Assert.Equal(3, _world.Sender.Requests.Count);
        var state = Assert.Single(await _world.Storage.Forwarding.ListAsync(Token).ToListAsync(Token));
        Assert.Equal(("far.test", 0, 3, "550 5.7.1 no"), (state.Domain, state.Sent, state.Refused, state.LastReply));

        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Sent(request));
        var waiting = await ForwardAsync();
        Assert.Equal(3, _world.Sender.Requests.Count);
        Assert.Contains("forwarding there waits until", (await _world.JobAsync(waiting))!.LastReply, StringComparison.Ordinal);
        Assert.Equal(RecipientOutcome.Queued, (await _world.Receiving.RecordAsync(waiting)).Recipients[0].Outcome);

        // Mail that users write themselves goes on.
        await _world.SubmitAsync("joe@far.test");
        await _world.RunAsync();
        Assert.Single(_world.Sender.Taken);

        await _world.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal(2, _world.Sender.Taken.Count);
        Assert.Equal(RecipientOutcome.Delivered, (await _world.Receiving.RecordAsync(waiting)).Recipients[0].Outcome);
    }

    [Theory]
    [InlineData("5.1.1")]
    [InlineData("5.2.2")]
    [InlineData("5.3.4")]
    public async Task What_is_about_the_recipient_does_not_count_against_a_domain(string status)
    {
        _world.Storage.Directory.AddAlias("info@example.test", "joe@far.test");
        Refuse(status);
        await ForwardAsync();

        Assert.Empty(await _world.Storage.Forwarding.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_bounce_on_its_way_back_counts_for_nobody()
    {
        var returns = _world.Receiving.Srs.Forward(Some.Address("joe@sender.test"), "example.test")!;
        Refuse("5.7.1");
        var queueId = await _world.Receiving.SpoolAsync(returns.ToString(), reversePath: null);
        await _world.Receiving.RunAsync(queueId);
        await _world.RunAsync();

        Assert.Equal("joe@sender.test", Assert.Single(Assert.Single(_world.Sender.Requests).Recipients).Address.ToString());
        Assert.Empty(await _world.Storage.Forwarding.ListAsync(Token).ToListAsync(Token));
    }

    private async Task<QueueId> ForwardAsync()
    {
        var queueId = await _world.Receiving.SpoolAsync("info@example.test");
        await _world.Receiving.RunAsync(queueId);
        await _world.RunAsync();
        return queueId;
    }

    private void Refuse(string status, int code = 550, SendOutcome outcome = SendOutcome.Permanent, bool isToRcpt = true) =>
        _world.Sender.Script = (request, _) =>
        {
            var reply = new RemoteReply(code, status + " no", "mx.test");
            return Task.FromResult(new SendResult
            {
                Recipients = [.. request.Recipients.Select(to =>
                    new RecipientResult(to.Address, outcome, status, reply.ToString(), reply) { IsToRcpt = isToRcpt })],
                Scope = SendScope.Message,
                Host = "mx.test",
            });
        };
}
