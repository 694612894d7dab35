using Mail.Core;

namespace Mail.Processing.Tests;

public class RedirectTests
{
    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Add(AccountEntry account, string actions, string test = "true") =>
        _world.Storage.Rules.Add(RuleScope.OfAccount(account.AccountId), $"r{Guid.NewGuid():N}", test, actions);

    private async Task<(QueueId Id, MessageRecord Record)> DeliverAsync(string recipients = "alice@example.test", string message = FlowWorld.Message)
    {
        var id = await _world.SpoolAsync(recipients, message: message);
        await _world.RunAsync(id);
        return (id, await _world.RecordAsync(id));
    }

    private ValueTask<List<OutboundJob>> JobsAsync(QueueId id) => _world.Storage.Outbound.ListAsync(id, Token).ToListAsync(Token);

    [Fact]
    public async Task A_redirect_elsewhere_is_a_job_on_behalf_of_who_redirects()
    {
        Add(_world.Alice, "redirect \"bob@far.test\";");
        var (id, record) = await DeliverAsync();
        var job = Assert.Single(await JobsAsync(id));
        Assert.Equal("far.test", job.Destination);
        Assert.Equal("alice@example.test", job.ForwardedBy?.ToString());
        Assert.True(job.IsForward);
        Assert.Equal("bob@far.test", Assert.Single(job.Recipients).Address.ToString());
        Assert.Equal(RecipientOutcome.Queued, record.Recipients[0].Outcome);
        Assert.Empty(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task A_redirected_copy_leaves_one_here()
    {
        Add(_world.Alice, "redirect :copy \"bob@far.test\"; redirect :copy \"carol@far.test\";");
        var (id, record) = await DeliverAsync();
        Assert.Equal(["bob@far.test", "carol@far.test"], (await JobsAsync(id)).Select(job => Assert.Single(job.Recipients).Address.ToString()).Order());
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Equal(3, record.Recipients[0].Deliveries.Count);
    }

    [Fact]
    public async Task A_redirect_to_somebody_here_goes_by_his_rules()
    {
        Add(_world.Alice, "redirect \"bob@example.test\";");
        Add(_world.Bob, "fileinto \"From Alice\";");
        var (id, record) = await DeliverAsync();
        Assert.Empty(await JobsAsync(id));
        Assert.Empty(await _world.MailAsync(_world.Alice));
        var message = Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Equal("From Alice", message.Folder);
        Assert.Contains("redirect to bob@example.test", message.Decision.Route);
        Assert.Equal(RecipientOutcome.Delivered, record.Recipients[0].Outcome);
        Assert.StartsWith(_world.Bob.AccountId, Assert.Single(record.Recipients[0].Deliveries), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@example.test")]
    [InlineData("alice@example.test bob@example.test")]
    [InlineData("bob@example.test alice@example.test")]
    public async Task Rules_that_send_in_a_circle_leave_the_message_where_somebody_reads_it(string recipients)
    {
        Add(_world.Alice, "redirect \"bob@example.test\";");
        Add(_world.Bob, "redirect \"alice@example.test\";");
        var (_, record) = await DeliverAsync(recipients);
        var kept = (await _world.MailAsync(_world.Alice)).Concat(await _world.MailAsync(_world.Bob)).ToList();
        Assert.Equal("INBOX: kept: the rules redirect it in a circle", Assert.Single(kept).Decision.Sort);
        Assert.All(record.Recipients, recipient => Assert.NotEmpty(recipient.Deliveries));
    }

    [Fact]
    public async Task A_redirect_to_oneself_keeps()
    {
        Add(_world.Alice, "redirect \"alice+x@example.test\";");
        await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task A_redirect_to_nobody_keeps_and_says_so()
    {
        Add(_world.Alice, "redirect \"nobody@example.test\";");
        var (_, record) = await DeliverAsync();
        var message = Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Contains("not redirected to nobody@example.test, rule ", message.Decision.Sort, StringComparison.Ordinal);
        Assert.Contains("no account or alias nobody@example.test", record.Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_has_been_here_before_is_not_sent_out_again()
    {
        Add(_world.Alice, "redirect \"bob@far.test\";");
        var (id, _) = await DeliverAsync(message: "Delivered-To: alice@example.test\r\n" + FlowWorld.Message);
        Assert.Empty(await JobsAsync(id));
        Assert.Contains("mail forwarding loop", Assert.Single(await _world.MailAsync(_world.Alice)).Decision.Sort, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spam_is_not_redirected()
    {
        _world.Screen.Verdict = new ScreenVerdict("spam: 0.99") { MayBeForwarded = false };
        Add(_world.Alice, "redirect \"bob@far.test\";");
        var (id, record) = await DeliverAsync();
        Assert.Empty(await JobsAsync(id));
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Contains("not redirected to bob@far.test: spam: 0.99", record.Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_mailbox_behind_a_redirect_puts_the_recipient_off()
    {
        Add(_world.Alice, "redirect \"bob@example.test\";");
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 10 }, Token);
        var (id, record) = await DeliverAsync();
        Assert.Equal(RecipientOutcome.Deferred, record.Recipients[0].Outcome);
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob, Token);
        await _world.RunAsync(id, attempt: 1);
        Assert.Single(await _world.MailAsync(_world.Bob));
    }

    [Fact]
    public async Task A_redirect_to_a_list_reaches_its_members()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "bob@example.test", "carol@far.test");
        Add(_world.Alice, "redirect \"team@example.test\";");
        var (id, _) = await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Equal("carol@far.test", Assert.Single(Assert.Single(await JobsAsync(id)).Recipients).Address.ToString());
    }

    [Fact]
    public async Task A_changed_header_goes_along_to_another_server_once()
    {
        Add(_world.Alice, "addheader \"X-Via\" \"alice\"; redirect \"bob@far.test\";");
        var (id, record) = await DeliverAsync();
        Assert.Empty(await JobsAsync(id));
        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Equal(RecipientOutcome.Delivered, record.Recipients[0].Outcome);
        Assert.StartsWith("redirected to bob@far.test as ", Assert.Single(record.Recipients[0].Deliveries), StringComparison.Ordinal);

        var pointer = Assert.Single(await _world.TakeIncomingAsync());
        await using var changed = await _world.Storage.Spool.OpenAsync(pointer.QueueId, Token);
        using var reader = new StreamReader(changed!.Content);
        Assert.EndsWith("X-Via: alice\r\n" + FlowWorld.Message, await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
        await _world.Flow.ProcessAsync(pointer, 1, Token);
        var job = Assert.Single(await JobsAsync(pointer.QueueId));
        Assert.Equal(("bob@far.test", "alice@example.test"), (Assert.Single(job.Recipients).Address.ToString(), job.ForwardedBy?.ToString()));
        Assert.Equal("x@sender.test", job.ReversePath?.ToString());
        Assert.Empty(await _world.MailAsync(_world.Alice));

        await _world.Storage.Log.DeleteAsync(id, Token);
        await _world.RunAsync(id, dequeueCount: 2);
        Assert.Equal(pointer.QueueId, Assert.Single(await _world.TakeIncomingAsync()).QueueId);
    }

    [Fact]
    public async Task A_long_chain_of_redirects_comes_to_an_end_and_is_kept()
    {
        var last = _world.Alice;
        for (var i = 0; i < 200; i++)
        {
            var next = _world.Storage.Directory.AddAccount($"u{i}@example.test", $"u{i}");
            Add(last, $"redirect \"{next.Address}\";");
            last = next;
        }

        var (_, record) = await DeliverAsync();
        Assert.Equal(RecipientOutcome.Delivered, record.Recipients[0].Outcome);
        Assert.Single(record.Recipients[0].Deliveries);
    }

    /// <remarks>A job for the domain was recorded of the first run, and the second took it for its own: nobody got Bob's copy.</remarks>
    [Fact]
    public async Task A_redirect_that_is_new_in_a_later_run_is_not_taken_for_anothers()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        Add(_world.Alice, "redirect \"x@far.test\";");
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 10 }, Token);
        var (id, _) = await DeliverAsync("team@example.test");
        Add(_world.Bob, "redirect \"y@far.test\";");
        await _world.RunAsync(id, attempt: 1);
        Assert.Equal(["x@far.test", "y@far.test"], (await JobsAsync(id)).SelectMany(job => job.Recipients).Select(recipient => recipient.Address.ToString()).Order());
    }

    [Fact]
    public async Task A_redirect_that_is_done_is_not_repeated_for_a_recipient_who_waits()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        Add(_world.Alice, "redirect \"x@far.test\";");
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 10 }, Token);
        var (id, _) = await DeliverAsync("alice@example.test team@example.test");
        var job = Assert.Single(await JobsAsync(id));
        await _world.Storage.Outbound.TryDeleteAsync(job, Token);
        await _world.RunAsync(id, attempt: 1);
        Assert.Empty(await JobsAsync(id));
    }

    [Fact]
    public async Task The_fields_by_which_a_loop_is_known_stay_whatever_rules_delete()
    {
        const string Before = "Delivered-To: carol@far.test\r\n";
        Add(_world.Alice, "addheader \"X-Via\" \"alice\"; deleteheader \"Delivered-To\"; redirect \"bob@far.test\";");
        await DeliverAsync(message: Before + FlowWorld.Message);
        await using var changed = await _world.Storage.Spool.OpenAsync(Assert.Single(await _world.TakeIncomingAsync()).QueueId, Token);
        using var reader = new StreamReader(changed!.Content);
        Assert.EndsWith("X-Via: alice\r\n" + Before + FlowWorld.Message, await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }
}
