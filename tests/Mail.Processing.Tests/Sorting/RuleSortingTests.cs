using Mail.Core;

namespace Mail.Processing.Tests;

public class RuleSortingTests
{
    private readonly FlowWorld _world = new();

    private RuleScope Alices => RuleScope.OfAccount(_world.Alice.AccountId);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Rule Add(string actions, string test = "true", string name = "r1") => _world.Storage.Rules.Add(Alices, name, test, actions);

    private async Task<RecipientRecord> DeliverAsync(string recipients = "alice@example.test", string message = FlowWorld.Message)
    {
        var id = await _world.SpoolAsync(recipients, message: message);
        await _world.RunAsync(id);
        return (await _world.RecordAsync(id)).Recipients[0];
    }

    private async Task<MailboxMessage> OneAsync() => Assert.Single(await _world.MailAsync(_world.Alice));

    [Fact]
    public async Task A_rule_files_and_the_message_says_which_in_which_version()
    {
        var rule = Add("fileinto \"Lists\";", "header :contains \"subject\" \"HI\"", "lists");
        Assert.Equal(RecipientOutcome.Delivered, (await DeliverAsync()).Outcome);
        var message = await OneAsync();
        Assert.Equal("Lists", message.Folder);
        Assert.Equal($"Lists: rule lists@{rule.Version} of account, line 3, folder made", message.Decision.Sort);
    }

    [Fact]
    public async Task What_no_rule_decides_goes_where_it_always_did()
    {
        Add("discard;", "header :is \"subject\" \"other\"");
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "Lists", Token);
        await DeliverAsync("alice+lists@example.test");
        Assert.Equal("Lists", (await OneAsync()).Folder);
    }

    [Fact]
    public async Task Folders_are_made_unless_the_operator_wants_otherwise()
    {
        await _world.Storage.Settings.SetAsync(new SiteSettingRow("rules-create-folders", "no"), Token);
        Add("fileinto \"Lists\";");
        var record = await DeliverAsync();
        Assert.Equal(RecipientOutcome.Delivered, record.Outcome);
        var message = await OneAsync();
        Assert.Equal("INBOX", message.Folder);
        Assert.EndsWith("names the folder 'Lists', which is not there", message.Decision.Sort, StringComparison.Ordinal);

        _world.Storage.Rules.Add(Alices, "r2", "true", "fileinto :create \"Made\";");
        await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice, "Made"));
    }

    [Fact]
    public async Task Existing_folders_keep_the_name_that_their_owner_gave_them()
    {
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "Lists", Token);
        Add("fileinto \"LISTS\";");
        await DeliverAsync();
        Assert.Equal("Lists", (await OneAsync()).Folder);
    }

    [Fact]
    public async Task Rules_do_not_make_folders_without_end()
    {
        for (var i = 0; i < 500; i++)
        {
            await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, $"f{i}", Token);
        }

        Add("fileinto :create \"one more\";");
        await DeliverAsync();
        Assert.Equal("INBOX", (await OneAsync()).Folder);
    }

    [Fact]
    public async Task Several_folders_get_a_copy_each_with_its_flags()
    {
        Add("fileinto :flags \"\\\\Seen\" \"A\"; fileinto :flags [\"$Work\", \"\\\\Flagged\"] \"B\"; fileinto \"a\"; keep;");
        var record = await DeliverAsync();
        var mail = (await _world.MailAsync(_world.Alice)).OrderBy(message => message.Folder).ToList();
        Assert.Equal(["A", "B", "INBOX"], mail.Select(message => message.Folder));
        Assert.Equal(["$Work", "\\Flagged"], mail[1].Flags.Order(StringComparer.Ordinal));
        Assert.Empty(mail[2].Flags);
        Assert.Equal(3, record.Deliveries.Count);
        Assert.Equal(3, mail.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_discarded_message_is_nowhere_but_on_record()
    {
        var rule = Add("discard;", name: "away");
        var record = await DeliverAsync();
        Assert.Empty(await _world.MailAsync(_world.Alice));
        Assert.Equal((RecipientOutcome.Discarded, $"discarded: rule away@{rule.Version} of account, line 3"), (record.Outcome, record.Detail));
    }

    [Fact]
    public async Task A_broken_rule_is_left_out_and_told_so_and_the_others_go_on()
    {
        Add("fileinto;", name: "broken");
        Add("fileinto \"Lists\";", name: "good");
        await DeliverAsync();
        Assert.Equal("Lists", (await OneAsync()).Folder);
        var rules = await _world.Storage.Rules.FindAsync(Alices, Token);
        Assert.StartsWith("line 3, column ", rules[0].Problem, StringComparison.Ordinal);
        Assert.Null(rules[1].Problem);

        await _world.Storage.Rules.SetAsync(rules[0] with { Actions = "keep;", Problem = "stays until it is compiled" }, RuleChange.Replaced, Token);
        await DeliverAsync();
        Assert.All(await _world.Storage.Rules.FindAsync(Alices, Token), rule => Assert.Null(rule.Problem));
    }

    [Fact]
    public async Task A_rule_that_fails_while_it_runs_keeps_the_message()
    {
        Add("redirect \"a@far.test\"; redirect \"b@far.test\"; redirect \"c@far.test\"; redirect \"d@far.test\"; redirect \"e@far.test\"; discard;");
        var record = await DeliverAsync();
        Assert.Equal("INBOX", (await OneAsync()).Folder);
        Assert.Contains("the rules ended early: ", record.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_rule_is_out_of_force_but_can_be_included()
    {
        var rule = Add("fileinto \"Included\";", name: "part");
        await _world.Storage.Rules.SetAsync(rule with { Enabled = false }, RuleChange.Disabled, Token);
        await DeliverAsync();
        Assert.Equal("INBOX", (await OneAsync()).Folder);

        Add("include :personal \"part\";", name: "whole");
        await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice, "Included"));
    }

    [Fact]
    public async Task Scopes_run_from_the_site_to_the_account_and_back()
    {
        string[] order = ["site", "domain", "account", "domain after", "site after"];
        var domain = RuleScope.OfDomain("example.test");
        _world.Storage.Rules.Add(RuleScope.Site, "5", "true", "fileinto \"site after\"; keep;", RulePhase.After);
        _world.Storage.Rules.Add(domain, "4", "true", "fileinto \"domain after\"; keep;", RulePhase.After);
        _world.Storage.Rules.Add(RuleScope.Site, "1", "true", "fileinto \"site\"; keep;");
        _world.Storage.Rules.Add(domain, "2", "true", "fileinto \"domain\"; keep;");
        _world.Storage.Rules.Add(RuleScope.OfDomain("other.test"), "6", "true", "discard;");
        _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Bob.AccountId), "7", "true", "discard;");
        Add("fileinto \"account\"; keep;");
        var record = await DeliverAsync();
        Assert.Equal([.. order, "INBOX"], record.Deliveries.Select(delivery => string.Join(' ', delivery.Split(' ')[1..^1])));
    }

    [Fact]
    public async Task What_an_outer_scope_does_not_keep_is_not_asked_of_the_inner_ones()
    {
        _world.Storage.Rules.Add(RuleScope.Site, "spam", "true", "fileinto \"Junk\";");
        Add("fileinto \"Lists\";");
        await DeliverAsync();
        Assert.Equal("Junk", (await OneAsync()).Folder);
    }

    [Fact]
    public async Task Header_edits_are_in_the_delivered_copy_and_not_in_the_spool()
    {
        Add("addheader \"X-Sorted\" \"yes\"; deleteheader \"Message-ID\"; keep;");
        var id = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(id);
        var raw = await _world.RawAsync(_world.Alice, (await OneAsync()).Id);
        Assert.Contains("X-Sorted: yes\r\n", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Message-ID", raw, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nHello\r\n", raw, StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <x@sender.test>\r\n", raw, StringComparison.Ordinal);
        await using var spooled = await _world.Storage.Spool.OpenAsync(id, Token);
        using var reader = new StreamReader(spooled!.Content);
        Assert.Equal(FlowWorld.Message, await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task A_message_that_was_there_before_is_a_duplicate_but_not_of_itself()
    {
        Add("fileinto \"Twice\";", "duplicate");
        var first = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(first);
        Assert.Equal("INBOX", (await OneAsync()).Folder);

        await _world.Storage.Log.DeleteAsync(first, Token);
        await _world.RunAsync(first, dequeueCount: 2);
        Assert.Equal("INBOX", (await OneAsync()).Folder);

        await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice, "Twice"));

        _world.Time.Advance(TimeSpan.FromDays(8));
        await DeliverAsync();
        Assert.Equal(2, (await _world.MailAsync(_world.Alice, "INBOX")).Count);
    }

    [Fact]
    public async Task A_list_and_its_member_are_sorted_once()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        Add("fileinto \"A\"; fileinto \"B\";");
        await DeliverAsync("team@example.test alice@example.test");
        Assert.Equal(2, (await _world.MailAsync(_world.Alice)).Count);
        Assert.Single(await _world.MailAsync(_world.Bob));
    }

    [Fact]
    public async Task Rules_that_cannot_be_read_put_the_message_off()
    {
        var id = await _world.SpoolAsync("alice@example.test");
        _world.Storage.Rules.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _world.RunAsync(id));
        Assert.Empty(await _world.MailAsync(_world.Alice));
        _world.Storage.Rules.Faults.Unavailable = false;
        await _world.RunAsync(id, dequeueCount: 2);
        await OneAsync();
    }

    [Fact]
    public async Task Special_folders_are_found_by_the_names_that_programs_give_them()
    {
        await _world.Storage.Mailboxes.CreateFolderAsync(_world.Alice.AccountId, "Spam", Token);
        Add("fileinto :specialuse \"\\\\Junk\" \"Quarantine\";");
        await DeliverAsync();
        Assert.Equal("Spam", (await OneAsync()).Folder);
    }

    [Fact]
    public void What_is_wrong_with_a_rule_is_told_in_a_text_that_its_row_gives_back_as_it_is()
    {
        var problem = RuleCompiler.Problem(new Rule { Scope = RuleScope.Site, Name = "long", Actions = new string('a', 200_000) + ";" });
        Assert.InRange(problem!.Length, 1, 1000);
        Assert.Equal(problem.Trim(), problem);
    }

    [Fact]
    public async Task A_message_does_not_wait_until_every_broken_rule_is_told_so()
    {
        for (var i = 0; i < 100; i++)
        {
            _world.Storage.Rules.Add(RuleScope.Site, $"broken{i}", "true", "nonsense;");
        }

        var told = 0;
        for (var message = 1; message <= 2; message++)
        {
            await _world.RunAsync(await _world.SpoolAsync("alice@example.test"));
            var now = (await _world.Storage.Rules.FindAsync(RuleScope.Site, Token)).Count(rule => rule.Problem is not null);
            Assert.InRange(now - told, 1, 40);
            told = now;
        }

        Assert.Equal(2, (await _world.MailAsync(_world.Alice)).Count);
    }
}
