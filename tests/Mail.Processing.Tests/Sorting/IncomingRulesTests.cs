using Mail.Core;

namespace Mail.Processing.Tests;

public class IncomingRulesTests
{
    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Add(string actions, string test = "header :contains \"subject\" \"hi\"") =>
        _world.Storage.Rules.Add(RuleScope.Site, $"r{Guid.NewGuid():N}", test, actions, RulePhase.Incoming);

    private async Task<MessageRecord> DeliverAsync(string recipients = "alice@example.test bob@example.test")
    {
        var id = await _world.SpoolAsync(recipients);
        await _world.RunAsync(id);
        return await _world.RecordAsync(id);
    }

    [Fact]
    public async Task A_message_that_is_dropped_reaches_nobody()
    {
        Add("discard;");
        var record = await DeliverAsync();
        Assert.Equal(MessageState.Delivered, record.State);
        Assert.All(record.Recipients, recipient => Assert.Equal(RecipientOutcome.Discarded, recipient.Outcome));
        Assert.All(record.Recipients, recipient => Assert.StartsWith("discarded: rule ", recipient.Detail, StringComparison.Ordinal));
        Assert.Empty(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task What_does_not_match_goes_on()
    {
        Add("discard;", "header :contains \"subject\" \"other\"");
        await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
    }

    [Fact]
    public async Task A_folder_is_where_every_mailbox_keeps_it()
    {
        Add("fileinto \"Junk\";");
        _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Bob.AccountId), "own", "true", "fileinto \"Mine\";");
        await DeliverAsync();
        Assert.Equal("Junk", Assert.Single(await _world.MailAsync(_world.Alice)).Folder);
        Assert.Equal("Mine", Assert.Single(await _world.MailAsync(_world.Bob)).Folder);
    }

    [Fact]
    public async Task A_changed_header_is_what_mailboxes_and_their_rules_see()
    {
        Add("addheader \"X-Checked\" \"yes\"; deleteheader \"Subject\";");
        _world.Storage.Rules.Add(
            RuleScope.OfAccount(_world.Bob.AccountId), "own", "header \"x-checked\" \"yes\"", "addheader \"X-Own\" \"too\"; fileinto \"Checked\";");
        await DeliverAsync();
        var alices = await _world.RawAsync(_world.Alice, Assert.Single(await _world.MailAsync(_world.Alice)).Id);
        Assert.Contains("X-Checked: yes\r\n", alices, StringComparison.Ordinal);
        Assert.DoesNotContain("Subject:", alices, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nHello\r\n", alices, StringComparison.Ordinal);
        var bobs = Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Equal(("Checked", ""), (bobs.Folder, bobs.Summary.Subject));
        Assert.Contains("X-Own: too\r\nX-Checked: yes\r\n", await _world.RawAsync(_world.Bob, bobs.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_is_changed_as_a_small_one_is()
    {
        Add("addheader \"X-Checked\" \"yes\";");
        var large = FlowWorld.Message + new string('x', 3 * 1024 * 1024) + "\r\n";
        await _world.RunAsync(await _world.SpoolAsync("alice@example.test bob@example.test", message: large));
        foreach (var account in new[] { _world.Alice, _world.Bob })
        {
            var raw = await _world.RawAsync(account, Assert.Single(await _world.MailAsync(account)).Id);
            Assert.EndsWith("X-Checked: yes\r\n" + large, raw, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_redirect_takes_the_place_of_the_recipients()
    {
        var carol = _world.Storage.Directory.AddAccount("carol@example.test", "carol");
        Add("redirect \"carol@example.test\";");
        var record = await DeliverAsync();
        Assert.Single(await _world.MailAsync(carol));
        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Equal([RecipientOutcome.Delivered, RecipientOutcome.Discarded], record.Recipients.Select(recipient => recipient.Outcome));
    }

    [Fact]
    public async Task A_redirected_copy_goes_beside_them()
    {
        Add("redirect :copy \"archive@far.test\";");
        var record = await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice));
        var job = Assert.Single(await _world.Storage.Outbound.ListAsync(record.QueueId, Token).ToListAsync(Token));
        Assert.Equal("archive@far.test", Assert.Single(job.Recipients).Address.ToString());
    }

    [Fact]
    public async Task A_recipient_who_is_tried_again_makes_no_second_copy_elsewhere()
    {
        Add("redirect :copy \"archive@far.test\";");
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 1 }, Token);
        var record = await DeliverAsync();
        Assert.Equal([RecipientOutcome.Queued, RecipientOutcome.Deferred], record.Recipients.Select(recipient => recipient.Outcome));
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob, Token);
        await _world.RunAsync(record.QueueId, attempt: 1);
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Single(await _world.Storage.Outbound.ListAsync(record.QueueId, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task What_it_cannot_do_is_said_and_the_message_goes_on()
    {
        Add("reject \"no\";");
        var record = await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Contains("asks for what a rule of phase incoming cannot do", record.Recipients[0].Detail, StringComparison.Ordinal);
        Assert.Empty(await _world.TakeIncomingAsync());
    }

    [Fact]
    public async Task A_redirect_to_nobody_waits_for_the_operator()
    {
        Add("redirect \"nobody@example.test\";");
        var record = await DeliverAsync("alice@example.test");
        Assert.Equal(MessageState.Deferred, record.State);
        Assert.Contains("no account or alias nobody@example.test", record.Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_is_new_goes_for_those_who_are_still_pending()
    {
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 10 }, Token);
        var record = await DeliverAsync();
        Add("redirect \"archive@far.test\";");
        await _world.RunAsync(record.QueueId, attempt: 1);
        Assert.Single(await _world.Storage.Outbound.ListAsync(record.QueueId, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Spam_is_not_redirected_and_goes_to_its_recipients()
    {
        _world.Screen.Verdict = new ScreenVerdict("spam: 0.99") { MayBeForwarded = false };
        Add("redirect \"archive@far.test\";");
        var record = await DeliverAsync();
        Assert.Empty(await _world.Storage.Outbound.ListAsync(record.QueueId, Token).ToListAsync(Token));
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Contains("not redirected to archive@far.test: spam: 0.99", record.Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_came_back_is_not_redirected_again_and_goes_to_its_recipients()
    {
        Add("redirect \"archive@far.test\";");
        var id = await _world.SpoolAsync("alice@example.test bob@example.test", message: "Delivered-To: alice@example.test\r\n" + FlowWorld.Message);
        await _world.RunAsync(id);
        Assert.Empty(await _world.Storage.Outbound.ListAsync(id, Token).ToListAsync(Token));
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
    }
}
