using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Where mailboxes keep what screening has an opinion about.</summary>
public class FilingTests
{
    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Rule(string actions) => _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Alice.AccountId), $"r{Guid.NewGuid():N}", "true", actions);

    private void Judge(FilingPlace place, double score = 0.99) => _world.Screen.Judge = account => account.AccountId == _world.Alice.AccountId
        ? new MailboxVerdict($"score {score}") { Place = place, ReviewFolder = "Unsure", Score = score, MayBeForwarded = place == FilingPlace.Inbox }
        : null;

    private async Task<MessageRecord> DeliverAsync(string recipients = "alice@example.test")
    {
        var id = await _world.SpoolAsync(recipients);
        await _world.RunAsync(id);
        return await _world.RecordAsync(id);
    }

    private async Task<string> FolderAsync() => Assert.Single(await _world.MailAsync(_world.Alice)).Folder;

    [Theory]
    [InlineData(FilingPlace.Inbox, "INBOX")]
    [InlineData(FilingPlace.Review, "Unsure")]
    [InlineData(FilingPlace.Junk, "Junk")]
    public async Task A_message_is_filed_by_its_class(FilingPlace place, string folder)
    {
        Judge(place);
        await DeliverAsync();
        Assert.Equal(folder, await FolderAsync());
    }

    [Fact]
    public async Task One_mans_spam_is_in_the_inbox_of_another()
    {
        Judge(FilingPlace.Junk);
        await DeliverAsync("alice@example.test bob@example.test");
        Assert.Equal("Junk", await FolderAsync());
        Assert.Equal("INBOX", Assert.Single(await _world.MailAsync(_world.Bob)).Folder);
    }

    [Fact]
    public async Task Spam_goes_to_the_folder_that_its_owner_has_for_it()
    {
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "Junk E-mail", Token);
        Judge(FilingPlace.Junk);
        await DeliverAsync();
        Assert.Equal("Junk E-mail", await FolderAsync());
    }

    [Fact]
    public async Task A_sender_cannot_name_the_folder_of_spam()
    {
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "work", Token);
        Judge(FilingPlace.Junk);
        await DeliverAsync("alice+work@example.test");
        Assert.Equal("Junk", await FolderAsync());
    }

    [Theory]
    [InlineData("keep;", "INBOX")]
    [InlineData("fileinto \"Friends\";", "Friends")]
    [InlineData("addflag \"$x\";", "Junk")]
    [InlineData("if spamtest :value \"ge\" :comparator \"i;ascii-numeric\" \"9\" { fileinto \"Sure\"; }", "Sure")]
    [InlineData("if spamtest :percent :value \"lt\" :comparator \"i;ascii-numeric\" \"99\" { fileinto \"Sure\"; }", "Junk")]
    [InlineData("redirect \"z@far.test\";", "Junk")]
    public async Task What_a_rule_says_comes_before_what_screening_says(string actions, string folder)
    {
        Judge(FilingPlace.Junk);
        Rule(actions);
        await DeliverAsync();
        Assert.Equal(folder, await FolderAsync());
    }

    [Fact]
    public async Task A_rule_that_is_broken_keeps_spam_in_Junk()
    {
        Judge(FilingPlace.Junk);
        Rule("fileinto \"\";");
        await DeliverAsync();
        Assert.Equal("Junk", await FolderAsync());
    }

    [Fact]
    public async Task What_a_setting_wants_nowhere_is_nowhere_and_rules_are_not_asked()
    {
        Judge(FilingPlace.Nowhere);
        Rule("keep;");
        var record = await DeliverAsync("alice@example.test bob@example.test");
        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Single(await _world.MailAsync(_world.Bob));
        Assert.Equal([RecipientOutcome.Discarded, RecipientOutcome.Delivered], record.Recipients.Select(recipient => recipient.Outcome));
        Assert.Contains("discarded: score 0.99", record.Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_discarded_reaches_nobody_whatever_rules_of_the_site_want()
    {
        _world.Screen.Verdict = new ScreenVerdict("a virus") { Action = ScanAction.Discard, MayBeForwarded = false };
        _world.Storage.Rules.Add(RuleScope.Site, "elsewhere", "true", "redirect \"bob@example.test\";", RulePhase.Incoming);
        var record = await DeliverAsync();
        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Empty(await _world.MailAsync(_world.Bob));
        Assert.Equal(RecipientOutcome.Discarded, record.Recipients[0].Outcome);
        Assert.Equal("discarded: a virus", record.Recipients[0].Detail);
    }

    [Fact]
    public async Task A_copy_that_is_in_the_inbox_stays_there_when_the_class_changes_before_the_next_attempt()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 10 }, Token);
        var id = await _world.SpoolAsync("team@example.test");
        await _world.RunAsync(id);
        Judge(FilingPlace.Junk);
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob, Token);
        await _world.RunAsync(id, attempt: 1);
        Assert.Equal("INBOX", await FolderAsync());
        Assert.Single(await _world.MailAsync(_world.Bob));
    }

    [Fact]
    public async Task The_record_of_the_mailbox_says_what_screening_said_for_it()
    {
        var told = new ScreeningRecord { Class = "spam", Score = 0.99, Clues = ["subject word: pills"] };
        _world.Screen.Judge = _ => new MailboxVerdict("spam 0.990") { Place = FilingPlace.Junk, Record = told };
        await DeliverAsync();
        var decision = Assert.Single(await _world.MailAsync(_world.Alice)).Decision;
        Assert.Equal("spam 0.990", decision.Screen);
        Assert.Equal(told, decision.Screening);
    }
}
