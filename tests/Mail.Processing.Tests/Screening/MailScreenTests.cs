using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing.Tests;

public class MailScreenTests
{
    private const string RejectZone = """
        {"sender.test": {"TXT": ["v=spf1 -all"]}, "_dmarc.sender.test": {"TXT": ["v=DMARC1; p=reject"]}}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_spam_before_anything_was_trained()
    {
        var world = new ScreenWorld();
        var verdict = await world.JudgeAsync(ScreenWorld.Message());
        Assert.StartsWith("ham: nothing trained yet; spf=pass", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal((FilingPlace.Inbox, true), (verdict.Place, verdict.MayBeForwarded));
        Assert.Null(verdict.Score);
    }

    [Fact]
    public async Task A_filter_that_has_seen_spam_only_is_not_asked()
    {
        var world = new ScreenWorld();
        var spamOnly = new Mail.Spam.ModelCounts();
        Enumerable.Range(0, 100).ToList().ForEach(_ => spamOnly.Add(Mail.Spam.Tokenizer.Tokenize("Subject: x\r\n\r\ny"u8), Mail.Spam.SpamLabel.Spam));
        world.Models.Site = new SpamModels(spamOnly, "s1", null, null);
        var verdict = await world.JudgeAsync(ScreenWorld.Message());
        Assert.StartsWith("ham: too little trained yet: 0 ham, 100 spam", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(FilingPlace.Inbox, verdict.Place);
    }

    [Fact]
    public async Task What_looks_like_spam_goes_to_Junk_and_nowhere_else_and_the_record_says_why()
    {
        var world = new ScreenWorld();
        world.Models.Site = new SpamModels(ScreenWorld.Trained(), "s1", null, null);
        var verdict = await world.JudgeAsync(ScreenWorld.Message());
        Assert.Equal((FilingPlace.Junk, false), (verdict.Place, verdict.MayBeForwarded));
        Assert.Matches(@"^spam [01]\.[0-9]{3}; spf=pass dkim=none dmarc=none$", verdict.Reason);
        var record = verdict.Record!;
        Assert.Equal(("spam", "s1", null, 0.4, 0.6), (record.Class, record.SiteModel, record.AccountModel, record.UnsureFrom, record.SpamFrom));
        Assert.Equal(ScreeningRecord.MaxClues, record.Clues.Count);
        Assert.All(record.Clues, clue => Assert.Matches("^\".*\" (spam|ham) ", clue));
        Assert.Contains("spf=pass", record.Facts);
        Assert.Equal(["test: clean"], record.Findings);
        Assert.Equal(FilingPlace.Inbox, (await world.JudgeAsync(ScreenWorld.Message(ScreenWorld.Ham))).Place);
    }

    [Fact]
    public async Task Each_owner_has_his_own_opinion()
    {
        var world = new ScreenWorld();
        world.Models.Site = new SpamModels(ScreenWorld.Trained(times: 20), "s1", null, null);
        world.Models.Train(world.Flow.Bob.AccountId, ScreenWorld.Trained(times: 100, swapped: true), "b1");
        var message = await world.Screen.ScreenAsync(ScreenWorld.Message(), Token);
        var alice = await world.Screen.JudgeAsync(message, world.Flow.Alice, Token);
        var bob = await world.Screen.JudgeAsync(message, world.Flow.Bob, Token);
        Assert.Equal((FilingPlace.Junk, null), (alice.Place, alice.Record!.AccountModel));
        Assert.Equal("b1", bob.Record!.AccountModel);
        Assert.True(bob.Score < alice.Score, $"{bob.Score} is not less than {alice.Score}");
    }

    [Fact]
    public async Task What_its_domain_says_is_forged_is_filed_as_spam()
    {
        var verdict = await new ScreenWorld(RejectZone).JudgeAsync(ScreenWorld.Message());
        Assert.Equal((FilingPlace.Junk, false, SenderStanding.Forged), (verdict.Place, verdict.MayBeForwarded, verdict.Standing));
        Assert.Equal("sender.test asks to reject what is not its own: filed as spam", verdict.Record!.Policy);
        Assert.Contains(verdict.Record.Policy!, verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DmarcAction.Tag, null, FilingPlace.Inbox)]
    [InlineData(DmarcAction.Discard, null, FilingPlace.Nowhere)]
    [InlineData(DmarcAction.Discard, DmarcAction.File, FilingPlace.Junk)]
    [InlineData(DmarcAction.File, DmarcAction.Tag, FilingPlace.Inbox)]
    public async Task Site_and_domain_say_what_DMARC_does_here(DmarcAction site, DmarcAction? domain, FilingPlace place)
    {
        var world = new ScreenWorld(RejectZone);
        world.Flow.Storage.Settings.Set("dmarc-reject", SettingText.Choice(site));
        await world.Flow.Storage.Directory.UpdateDomainAsync(
            new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, DmarcReject = domain }, Token);
        Assert.Equal(place, (await world.JudgeAsync(ScreenWorld.Message())).Place);
    }

    [Fact]
    public async Task What_may_be_spam_waits_for_review_and_does_not_leave()
    {
        var world = new ScreenWorld();
        world.Models.Site = new SpamModels(ScreenWorld.Trained(), "s1", null, null);
        world.Models.Policy = new SpamPolicy { Thresholds = new(0, 1.0), ReviewFolder = "Look at" };
        var verdict = await world.JudgeAsync(ScreenWorld.Message(ScreenWorld.Ham));
        Assert.Equal((FilingPlace.Review, "Look at", false), (verdict.Place, verdict.ReviewFolder, verdict.MayBeForwarded));
        Assert.Equal("unsure", verdict.Record!.Class);
    }

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.1 -all", SenderStanding.Verified)]
    [InlineData("v=spf1 ip4:198.51.100.1 -all", SenderStanding.Forged)]
    [InlineData("v=spf1 ip4:198.51.100.1 ~all", SenderStanding.Unverified)]
    [InlineData("something else", SenderStanding.Unverified)]
    public async Task The_sender_is_who_his_domain_says(string record, SenderStanding standing)
    {
        var world = new ScreenWorld("{\"sender.test\": {\"TXT\": [\"" + record + "\"]}}");
        Assert.Equal(standing, (await world.JudgeAsync(ScreenWorld.Message())).Standing);
    }

    /// <summary>By a signature, whoever sent it: of the same organization, and over all of the message.</summary>
    [Theory]
    [InlineData("sender.test", "sender.test", false, SenderStanding.Verified)]
    [InlineData("news.sender.test", "mail.sender.test", false, SenderStanding.Verified)]
    [InlineData("sender.test", "sender.test", true, SenderStanding.Unverified)]
    [InlineData("github.io", "evil.github.io", false, SenderStanding.Unverified)]
    [InlineData("sender.test", "other.test", false, SenderStanding.Unverified)]
    public void A_signature_vouches_for_its_own_organization_and_the_whole_message(string sender, string signer, bool isPartial, SenderStanding expected)
    {
        var message = ScreenWorld.Message(with: envelope => envelope with { ReversePath = MailAddress.Parse("x@" + sender) });
        var none = new SpfVerdict(AuthenticationResult.None);
        var verdict = new AuthenticationVerdict
        {
            Spf = none,
            SpfHelo = none,
            IpRev = new IpRevVerdict(AuthenticationResult.None),
            Dkim = [new DkimVerdict(AuthenticationResult.Pass) { Domain = signer, IsPartial = isPartial }],
            Arc = new ArcVerdict(AuthenticationResult.None),
            Dmarc = new DmarcVerdict(AuthenticationResult.None),
        };

        Assert.Equal(expected, SenderCheck.Standing(message.Envelope, verdict));
    }

    [Fact]
    public async Task A_resolver_that_does_not_answer_holds_nothing_up()
    {
        var world = new ScreenWorld();
        world.Dns.Gate = Task.Delay(Timeout.Infinite, Token);
        var judging = world.JudgeAsync(ScreenWorld.Message());
        while (!judging.IsCompleted)
        {
            Assert.False(Token.IsCancellationRequested);
            world.Flow.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Token);
        }

        var verdict = await judging;
        Assert.Contains("spf=temperror", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal((FilingPlace.Inbox, SenderStanding.Unverified), (verdict.Place, verdict.Standing));

        // The next ones wait a second and not twenty.
        var start = world.Flow.Time.GetUtcNow();
        var next = world.JudgeAsync(ScreenWorld.Message());
        while (!next.IsCompleted)
        {
            Assert.False(Token.IsCancellationRequested);
            world.Flow.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, Token);
        }

        Assert.InRange(world.Flow.Time.GetUtcNow() - start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Mail_of_our_own_is_not_screened()
    {
        var world = new ScreenWorld(RejectZone);
        world.Models.IsDown = true;
        var submitted = await world.JudgeAsync(ScreenWorld.Message(with: envelope => envelope with { AuthenticatedUser = "bob@example.test" }));
        var written = await world.JudgeAsync(ScreenWorld.Message(with: envelope => envelope with { ClientAddress = null, MayRelay = true }));
        var sentOn = await world.JudgeAsync(ScreenWorld.Message(with: envelope => envelope with { RedirectTo = MailAddress.Parse("z@far.test") }));
        Assert.Equal("passed: submitted by bob@example.test", submitted.Reason);
        Assert.Equal("passed: written here", written.Reason);
        Assert.Equal("passed: sent on by a rule, screened when it came", sentOn.Reason);
        Assert.All([submitted, written, sentOn], verdict => Assert.Equal((FilingPlace.Inbox, SenderStanding.Verified), (verdict.Place, verdict.Standing)));
        Assert.Empty(world.Dns.Questions);
    }

    [Fact]
    public async Task A_client_that_we_relay_for_is_filtered_and_its_sender_believed()
    {
        var world = new ScreenWorld(RejectZone);
        world.Models.Site = new SpamModels(ScreenWorld.Trained(), "s1", null, null);
        var verdict = await world.JudgeAsync(ScreenWorld.Message(with: envelope => envelope with { MayRelay = true }));
        Assert.Equal((FilingPlace.Junk, SenderStanding.Verified), (verdict.Place, verdict.Standing));
        Assert.Empty(world.Dns.Questions);
    }

    [Fact]
    public async Task Without_a_model_and_a_storage_the_message_waits()
    {
        var world = new ScreenWorld();
        world.Models.IsDown = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => world.JudgeAsync(ScreenWorld.Message()));
    }

    [Theory]
    [InlineData("infected", ScanAction.Quarantine)]
    [InlineData("waits", ScanAction.Defer)]
    public async Task What_a_scanner_says_comes_before_the_filter(string what, ScanAction action)
    {
        var world = new ScreenWorld();
        world.Scanner.Finding = what == "infected" ? new ScanFinding.Infected("Eicar") : new ScanFinding.Failed("no answer", MustWait: true);
        var verdict = await world.Screen.ScreenAsync(ScreenWorld.Message(), Token);
        Assert.Equal(action, verdict.Action);
        Assert.Null(verdict.Tokens);
        Assert.Contains("test: ", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scanner_that_calls_it_spam_is_believed()
    {
        var world = new ScreenWorld();
        world.Scanner.Finding = new ScanFinding.Suspicious("score 20", 1, ScanAction.Junk) { Facts = ["test:junk"] };
        var verdict = await world.JudgeAsync(ScreenWorld.Message());
        Assert.Equal((FilingPlace.Junk, 3), (verdict.Place, verdict.VirusStatus));
        Assert.Contains("test:junk", verdict.Record!.Facts);
    }

    [Fact]
    public async Task Facts_of_strangers_are_cut_and_few()
    {
        var world = new ScreenWorld();
        world.Scanner.Finding = new ScanFinding.Clean { Facts = [.. Enumerable.Range(0, 1000).Select(i => $"{i}\r\n{new string('x', 1000)}")] };
        var facts = (await world.JudgeAsync(ScreenWorld.Message())).Record!.Facts;
        Assert.Equal(64, facts.Count);
        Assert.All(facts, fact => Assert.True(fact.Length <= ScreeningRecord.MaxText + 1 && !fact.Any(char.IsControl), fact));
    }
}
