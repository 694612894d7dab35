using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>What an alias sends on, and what comes back of it.</summary>
public class ForwardingTests
{
    private readonly SendingWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MailAddress Target => Some.Address("joe@far.test");

    [Fact]
    public async Task What_is_sent_on_leaves_under_an_address_of_ours_that_leads_back()
    {
        await ForwardAsync();

        var sent = Assert.Single(_world.Sender.Requests);
        Assert.StartsWith("SRS0=", sent.ReversePath!.LocalPart, StringComparison.Ordinal);
        Assert.Equal("example.test", sent.ReversePath.Domain);
        Assert.Equal("x@sender.test", _world.Receiving.Srs.Reverse(sent.ReversePath)!.ToString());
    }

    [Theory]
    [InlineData("alice@example.test", DomainKind.Mailbox, "alice@example.test")]
    [InlineData("sue@inside.test", DomainKind.Mailbox, "sue@inside.test")]
    [InlineData("sue@inside.test", DomainKind.Relay, null)]
    public async Task A_sender_of_ours_stays_unless_others_send_for_his_domain(string sender, DomainKind kind, string? expected)
    {
        await _world.Storage.Directory.AddDomainAsync(new DomainEntry { Name = "inside.test", Kind = kind }, Token);
        await ForwardAsync(sender);

        var reversePath = Assert.Single(_world.Sender.Requests).ReversePath!;
        Assert.Equal(expected ?? "example.test", expected is null ? reversePath.Domain : reversePath.ToString());
    }

    [Fact]
    public async Task Without_a_secret_it_leaves_as_it_came()
    {
        var job = new OutboundJob
        {
            JobId = "1",
            QueueId = Some.QueueId(),
            Destination = "far.test",
            ReversePath = Some.Address("x@sender.test"),
            ForwardedBy = Some.Address("info@example.test"),
            Recipients = [],
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        Assert.Equal(job.ReversePath, await new SenderRewriting(_world.Storage.Directory).ReversePathOfAsync(job, Token));
    }

    [Fact]
    public async Task A_notice_goes_back_to_the_sender_as_a_notice_and_its_address_is_remembered()
    {
        var (queueId, returns) = await ForwardAsync();
        await ReturnAsync(returns, Failed(Target, queueId));

        var back = _world.Sender.Requests.Last();
        Assert.Null(back.ReversePath);
        Assert.Equal("x@sender.test", Assert.Single(back.Recipients).Address.ToString());
        var entry = await _world.Storage.Suppressions.FindAsync(Target, Token);
        Assert.Equal((SuppressionSource.Bounce, "5.1.1", "smtp; 550 5.1.1 gone"), (entry!.Source, entry.Status, entry.Reason));
    }

    [Fact]
    public async Task A_notice_that_names_our_alias_and_the_final_recipient_is_about_the_target()
    {
        var (queueId, returns) = await ForwardAsync();
        await ReturnAsync(returns, Failed(Some.Address("info@example.test"), queueId, final: Target));

        Assert.NotNull(await _world.Storage.Suppressions.FindAsync(Target, Token));
        Assert.Single(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    /// <summary>Whoever has got one message through us knows its addresses, and may not silence anybody else with them.</summary>
    [Fact]
    public async Task Nobody_can_have_other_addresses_suppressed()
    {
        _world.Storage.Directory.AddAlias("boss@example.test", "boss@far.test");
        var (queueId, returns) = await ForwardAsync();
        var (_, otherSender) = await ForwardAsync("y@sender.test");
        await ReturnAsync(returns, Failed(Some.Address("boss@far.test"), queueId));
        await ReturnAsync(returns, Failed(Some.Address("victim@large.test"), queueId));
        await ReturnAsync(returns, Failed(Some.Address("alice@example.test"), queueId));
        await ReturnAsync(returns, Failed(Target, Some.QueueId()));
        await ReturnAsync(otherSender, Failed(Target, queueId));
        await ReturnAsync(returns, Failed(Target, queueId) with { IsStandard = false });
        await ReturnAsync(returns, Failed(Target, queueId, isHard: false));
        // Who knows an SRS address of his own, and the queue id that our 250 told him.
        await ReturnAsync(returns, Failed(Target, queueId) with { OriginalProofs = [] });
        await ReturnAsync(returns, Failed(Target, queueId) with { OriginalProofs = [_world.Receiving.Srs.ProofOf(Some.QueueId(), Target.Domain), "x", ""] });

        Assert.Empty(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_notice_to_any_other_address_is_mail_and_no_more()
    {
        var (queueId, _) = await ForwardAsync();
        await ReturnAsync(Some.Address("alice@example.test"), Failed(Target, queueId));
        await ReturnAsync(Some.Address("info@example.test"), Failed(Target, queueId));

        Assert.Empty(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task After_three_weeks_nothing_comes_of_a_notice()
    {
        var (queueId, returns) = await ForwardAsync();
        _world.Receiving.Time.Advance(TimeSpan.FromDays(Srs.MaxAgeDays + 1));
        await ReturnAsync(returns, Failed(Target, queueId));

        Assert.Single(_world.Sender.Requests);
        Assert.Empty(await _world.Storage.Suppressions.ListAsync(null, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task What_a_screen_does_not_let_out_stays_here()
    {
        _world.Storage.Directory.AddAlias("info@example.test", "joe@far.test", "bob@example.test");
        _world.Receiving.Screen.Verdict = new ScreenVerdict("unsure: 0.5") { MayBeForwarded = false };
        var both = await _world.Receiving.SpoolAsync("info@example.test");
        await _world.Receiving.RunAsync(both);
        await ForwardAsync(alias: "away@example.test");

        Assert.Empty(_world.Sender.Requests);
        Assert.Single(await _world.Receiving.MailAsync(_world.Receiving.Bob));
        Assert.Equal(RecipientOutcome.Delivered, (await _world.Receiving.RecordAsync(both)).Recipients[0].Outcome);
        var record = (await _world.Storage.Log.ListAsync(null, null, Token).ToListAsync(Token)).Single(found => found.QueueId != both);
        Assert.Equal((RecipientOutcome.Discarded, "not sent on to joe@far.test: unsure: 0.5"), (record.Recipients[0].Outcome, record.Recipients[0].Detail));
    }

    [Fact]
    public async Task What_users_send_themselves_and_notices_on_their_way_back_are_not_held_back()
    {
        _world.Receiving.Screen.Verdict = new ScreenVerdict("unsure: 0.5") { MayBeForwarded = false };
        await _world.SubmitAsync("joe@far.test");
        await _world.RunAsync();
        await ReturnAsync(_world.Receiving.Srs.Forward(Some.Address("x@sender.test"), "example.test")!, report: null);

        Assert.Equal(2, _world.Sender.Requests.Count);
    }

    private async Task<(QueueId QueueId, MailAddress Returns)> ForwardAsync(string sender = "x@sender.test", string alias = "info@example.test")
    {
        var (local, domain) = (Some.Address(alias).LocalPart, Some.Address(alias).Domain);
        await _world.Storage.Directory.AddAliasAsync(new AliasEntry { Domain = domain, LocalPart = local, Targets = [Target] }, Token);
        var queueId = await _world.Receiving.SpoolAsync(alias, sender);
        await _world.Receiving.RunAsync(queueId);
        await _world.RunAsync();
        return (queueId, _world.Sender.Requests.LastOrDefault()?.ReversePath ?? Some.Address(sender));
    }

    private async Task ReturnAsync(MailAddress to, BounceReport? report)
    {
        _world.Receiving.Bounces.Report = report;
        var queueId = await _world.Receiving.SpoolAsync(to.ToString(), reversePath: null);
        await _world.Receiving.RunAsync(queueId);
        await _world.RunAsync();
    }

    private BounceReport Failed(MailAddress address, QueueId queueId, MailAddress? final = null, bool isHard = true) => new(
        IsStandard: true,
        EnvId: null,
        [new BouncedRecipient(address, BounceAction.Failed, "5.1.1", isHard, "smtp; 550 5.1.1 gone") { Final = final ?? address }])
    {
        OriginalIds = [Some.QueueId(), queueId],
        OriginalProofs = [_world.Receiving.Srs.ProofOf(queueId, Target.Domain)],
    };
}
