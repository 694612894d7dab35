using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing.Tests;

public class DmarcHandlingTests
{
    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<DmarcOutcome?> DecideAsync(DmarcVerdict dmarc, string? sealer = null, bool forAlice = true) =>
        await new DmarcHandling(_world.Storage.Directory, _world.Storage.Settings).DecideAsync(
            new AuthenticationVerdict
            {
                Spf = new SpfVerdict(AuthenticationResult.None),
                SpfHelo = new SpfVerdict(AuthenticationResult.None),
                IpRev = new IpRevVerdict(AuthenticationResult.None),
                Dkim = [],
                Arc = new ArcVerdict(AuthenticationResult.None) { TrustedSealer = sealer },
                Dmarc = dmarc,
            },
            forAlice ? _world.Alice : null,
            Token);

    private static DmarcVerdict Fail(DmarcPolicy policy) =>
        new(AuthenticationResult.Fail) { Domain = "sender.test", PolicyDomain = "sender.test", Policy = policy, Disposition = policy };

    [Theory]
    [InlineData(AuthenticationResult.Pass, DmarcPolicy.Reject)]
    [InlineData(AuthenticationResult.None, DmarcPolicy.None)]
    [InlineData(AuthenticationResult.TempError, DmarcPolicy.None)]
    [InlineData(AuthenticationResult.Fail, DmarcPolicy.None)]
    public async Task Who_asks_for_nothing_gets_nothing(AuthenticationResult result, DmarcPolicy policy) =>
        Assert.Null(await DecideAsync(new DmarcVerdict(result) { Domain = "sender.test", Policy = policy }));

    [Theory]
    [InlineData(DmarcPolicy.Reject, "sender.test asks to reject what is not its own: filed as spam")]
    [InlineData(DmarcPolicy.Quarantine, "sender.test asks to quarantine what is not its own: filed as spam")]
    public async Task What_is_not_its_own_is_filed_as_spam(DmarcPolicy policy, string words) =>
        Assert.Equal(new DmarcOutcome(DmarcAction.File, words), await DecideAsync(Fail(policy)));

    [Theory]
    [InlineData("tag", null, DmarcAction.Tag, "only noted")]
    [InlineData("discard", null, DmarcAction.Discard, "discarded")]
    [InlineData("discard", DmarcAction.File, DmarcAction.File, "filed as spam")]
    [InlineData("file", DmarcAction.Tag, DmarcAction.Tag, "only noted")]
    public async Task A_domain_of_ours_may_want_something_else_than_the_site(string site, DmarcAction? domain, DmarcAction action, string done)
    {
        _world.Storage.Settings.Set("dmarc-reject", site);
        await _world.Storage.Directory.UpdateDomainAsync(
            new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox, DmarcReject = domain, DmarcQuarantine = DmarcAction.File }, Token);
        var outcome = await DecideAsync(Fail(DmarcPolicy.Reject));
        Assert.Equal(action, outcome!.Action);
        Assert.EndsWith(done, outcome.Words, StringComparison.Ordinal);
        Assert.Equal(site, SettingText.Choice((await DecideAsync(Fail(DmarcPolicy.Reject), forAlice: false))!.Action));
    }

    [Fact]
    public async Task A_trusted_sealer_is_believed_and_named()
    {
        var outcome = await DecideAsync(Fail(DmarcPolicy.Reject) with { Disposition = DmarcPolicy.None, Override = "local_policy" }, sealer: "lists.test");
        Assert.Equal(
            new DmarcOutcome(DmarcAction.Tag, "sender.test asks to reject what is not its own: not done, lists.test says that it was when it came there"), outcome);
    }

    [Theory]
    [InlineData(DmarcPolicy.Quarantine, "tag", DmarcAction.Tag, "From cannot be read: only noted")]
    [InlineData(DmarcPolicy.Quarantine, "file", DmarcAction.File, "From cannot be read: filed as spam")]
    public async Task Who_hides_the_author_is_treated_as_one_who_is_to_be_quarantined(DmarcPolicy disposition, string site, DmarcAction action, string words)
    {
        _world.Storage.Settings.Set("dmarc-quarantine", site);
        var outcome = await DecideAsync(new DmarcVerdict(AuthenticationResult.PermError) { Disposition = disposition, Reason = "From cannot be read" });
        Assert.Equal(new DmarcOutcome(action, words), outcome);
        Assert.Null(await DecideAsync(new DmarcVerdict(AuthenticationResult.PermError) { Reason = "From has no domain" }));
    }

    [Fact]
    public async Task What_is_sampled_out_is_delivered()
    {
        var outcome = await DecideAsync(Fail(DmarcPolicy.Reject) with { Disposition = DmarcPolicy.None, Override = "sampled_out" });
        Assert.Equal(new DmarcOutcome(DmarcAction.Tag, "sender.test asks to reject what is not its own: not done, sampled_out"), outcome);
    }
}
