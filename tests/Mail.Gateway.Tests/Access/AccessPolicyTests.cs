using Mail.Core;
using Mail.Smtp;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Gateway.Tests;

public class AccessPolicyTests
{
    private readonly InMemoryStorage _storage = new();
    private readonly RecordingCheck _check = new();
    private readonly SmtpSessionInfo _session = new()
    {
        Id = "1",
        ClientAddress = "192.0.2.1",
        ClientName = "mail.sender.test",
        Helo = "helo.sender.test",
    };

    public AccessPolicyTests()
    {
        _storage.Directory.AddDomain("example.test");
        _storage.Directory.AddDomain("alias.test", DomainKind.Alias, "example.test");
        _storage.Directory.AddAccount("alice@example.test");
        _storage.Directory.AddAccount("bob@example.test");
    }

    /// <summary>A pattern of each kind that matches the session of these tests.</summary>
    public static TheoryData<AccessKind, string> Patterns => new()
    {
        { AccessKind.Client, "192.0.2.0/24" },
        { AccessKind.ClientName, ".sender.test" },
        { AccessKind.Helo, "helo.sender.test" },
        { AccessKind.Sender, "@sender.test" },
        { AccessKind.Recipient, "alice@example.test" },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task REJECT_and_DEFER_answer_with_their_text_and_name_the_rule(AccessKind kind, string pattern)
    {
        _storage.AccessRules.Add(kind, pattern, AccessAction.Reject, "Not from you");
        var refusal = (await AdmitAsync()).Refusal!;
        Assert.Equal(new SmtpReply(554, "5.7.1", "Not from you"), refusal.Reply);
        Assert.Equal($"access-{AccessKinds.Name(kind)}", refusal.Reason);
        Assert.Equal($"rule {AccessKinds.Name(kind)} {pattern} REJECT", refusal.Detail);

        await _storage.AccessRules.SetAsync(new AccessRule { Pattern = AccessPattern.Parse(kind, pattern), Action = AccessAction.Defer }, Token);
        Assert.Equal(new SmtpReply(450, "4.7.1", "Access denied"), (await AdmitAsync()).Refusal!.Reply);
        Assert.Equal(0, _check.Questions);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task OK_excuses_from_the_checks_of_the_client(AccessKind kind, string pattern)
    {
        _check.Answer = new Refusal(new SmtpReply(550, "5.7.1", "Listed"), "listed");
        Assert.Equal("listed", (await AdmitAsync()).Refusal!.Reason);
        _storage.AccessRules.Add(kind, pattern, AccessAction.Ok);
        Assert.Null((await AdmitAsync()).Refusal);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task OK_neither_relays_nor_admits_unknown_users(AccessKind kind, string pattern)
    {
        _storage.AccessRules.Add(kind, pattern, AccessAction.Ok);
        _storage.AccessRules.Add(AccessKind.Recipient, "test", AccessAction.Ok);
        Assert.Equal("relay-denied", (await AdmitAsync("someone@foreign.test")).Refusal!.Reason);
        Assert.Equal("unknown-user", (await AdmitAsync("nobody@example.test")).Refusal!.Reason);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task HOLD_and_TAG_go_on_to_the_checks(AccessKind kind, string pattern)
    {
        _storage.AccessRules.Add(kind, pattern, AccessAction.Hold);
        var held = await AdmitAsync();
        Assert.Equal((null, true, 1), (held.Refusal, held.Verdict.Holds, _check.Questions));
        await _storage.AccessRules.SetAsync(
            new AccessRule { Pattern = AccessPattern.Parse(kind, pattern), Action = AccessAction.Tag, Text = "marked" }, Token);
        Assert.Equal(["marked"], (await AdmitAsync()).Verdict.Tags);
        Assert.Equal(2, _check.Questions);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task DISCARD_takes_what_there_is_a_mailbox_for_and_asks_nothing_more(AccessKind kind, string pattern)
    {
        _storage.AccessRules.Add(kind, pattern, AccessAction.Discard);
        var admission = await AdmitAsync();
        Assert.Equal((null, true, 0), (admission.Refusal, admission.IsDiscarded, _check.Questions));
        _storage.AccessRules.Add(AccessKind.Recipient, "nobody@example.test", AccessAction.Discard);
        Assert.Equal("unknown-user", (await AdmitAsync("nobody@example.test")).Refusal!.Reason);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task OK_excuses_from_greylisting(AccessKind kind, string pattern)
    {
        _storage.Settings.Set("greylist", "on");
        Assert.Equal("greylisted", (await AdmitAsync()).Refusal!.Reason);
        _storage.AccessRules.Add(kind, pattern, AccessAction.Ok);
        Assert.Equal((null, null), ((await AdmitAsync()).Refusal, (await AdmitAsync()).Greylist));
    }

    [Fact]
    public async Task Nothing_is_remembered_about_recipients_who_are_not_here()
    {
        _storage.Settings.Set("greylist", "on");
        Assert.Equal("unknown-user", (await AdmitAsync("nobody@example.test")).Refusal!.Reason);
        Assert.Equal(0, _storage.Greylist.Faults.Operations);
        Assert.Null((await AdmitAsync("abuse@example.test")).Refusal);
        Assert.Equal(0, _storage.Greylist.Faults.Operations);
    }

    [Fact]
    public async Task A_later_stage_can_refuse_what_an_earlier_one_let_pass()
    {
        _storage.AccessRules.Add(AccessKind.Client, "192.0.2.1", AccessAction.Ok);
        _storage.AccessRules.Add(AccessKind.Sender, "@sender.test", AccessAction.Reject);
        Assert.Equal("access-sender", (await AdmitAsync()).Refusal!.Reason);
    }

    [Fact]
    public async Task A_client_that_is_refused_learns_nothing_about_who_is_here()
    {
        _storage.AccessRules.Add(AccessKind.Client, "192.0.2.1", AccessAction.Reject);
        Assert.Equal((await AdmitAsync()).Refusal, (await AdmitAsync("nobody@example.test")).Refusal);
    }

    [Theory]
    [InlineData("postmaster@example.test")]
    [InlineData("Abuse@Example.test")]
    [InlineData("abuse@alias.test")]
    [InlineData("postmaster@mx.example.test")]
    public async Task Everybody_may_write_to_postmaster_and_abuse_and_the_sites_postmaster_gets_it(string role)
    {
        _storage.AccessRules.Add(AccessKind.Client, "192.0.2.1", AccessAction.Reject);
        _storage.AccessRules.Add(AccessKind.Recipient, "test", AccessAction.Reject);
        _check.Answer = new Refusal(new SmtpReply(550, "5.7.1", "Listed"), "listed");
        var admission = await AdmitAsync(role);
        Assert.Null(admission.Refusal);
        Assert.Equal("bob@example.test", admission.Recipient.ToString());
    }

    [Theory]
    [InlineData("postmaster@foreign.test")]
    [InlineData("abuse@foreign.test")]
    [InlineData("postmaster+x@example.test")]
    [InlineData("postmasters@example.test")]
    public async Task A_role_of_somebody_else_is_an_address_like_any_other(string address)
    {
        _storage.AccessRules.Add(AccessKind.Client, "192.0.2.1", AccessAction.Reject);
        Assert.Equal("access-client", (await AdmitAsync(address)).Refusal!.Reason);
    }

    [Fact]
    public async Task A_role_with_an_alias_of_its_own_goes_there()
    {
        _storage.Directory.AddAlias("abuse@example.test", "alice@example.test");
        Assert.Equal("abuse@example.test", (await AdmitAsync("abuse@example.test")).Recipient.ToString());
    }

    [Fact]
    public async Task A_site_without_postmaster_refuses_as_for_any_unknown_user() =>
        Assert.Equal("unknown-user", (await Policy(postmaster: null).AdmitAsync(
            _session, Transaction(), MailAddress.Parse("abuse@example.test"), Token)).Refusal!.Reason);

    [Fact]
    public async Task An_authenticated_user_is_not_asked_for_rules_or_checks()
    {
        _storage.AccessRules.Add(AccessKind.Client, "192.0.2.1", AccessAction.Reject);
        _session.AuthenticatedUser = "bob@example.test";
        Assert.Null((await AdmitAsync("someone@foreign.test")).Refusal);
        Assert.Equal(0, _check.Questions);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not an address")]
    public async Task A_client_whose_address_is_not_known_matches_no_rule_about_addresses(string? address)
    {
        _storage.AccessRules.Add(AccessKind.Client, "0.0.0.0/0", AccessAction.Reject);
        _session.ClientAddress = address;
        Assert.Null((await AdmitAsync()).Refusal);
    }

    [Fact]
    public async Task While_the_rules_cannot_be_read_the_last_known_ones_hold()
    {
        _storage.AccessRules.Add(AccessKind.Client, "192.0.2.1", AccessAction.Reject);
        await AdmitAsync();
        _storage.AccessRules.Faults.Unavailable = true;
        Assert.Equal("access-client", (await AdmitAsync()).Refusal!.Reason);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_reached_decides_nothing()
    {
        _storage.Directory.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await AdmitAsync());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SmtpTransaction Transaction() => new() { ReversePath = MailAddress.Parse("s@sender.test") };

    private ValueTask<Admission> AdmitAsync(string recipient = "alice@example.test") =>
        Policy("bob@example.test").AdmitAsync(_session, Transaction(), MailAddress.Parse(recipient), Token);

    private AccessPolicy Policy(string? postmaster)
    {
        var options = new GatewayOptions { HostName = "mx.example.test", Postmaster = postmaster is null ? null : MailAddress.Parse(postmaster) };
        var recipients = new RecipientPolicy(
            new Router(_storage.Directory), _storage.Directory, options, NullLogger<RecipientPolicy>.Instance);
        var greylisting = new Greylisting(
            _storage.Greylist, _storage.Settings, new FakeReputation(), TimeProvider.System, NullLogger<Greylisting>.Instance);
        return new AccessPolicy(_storage.AccessRules, recipients, [_check], greylisting, TimeProvider.System);
    }

    private sealed class RecordingCheck : IClientCheck
    {
        public int Questions { get; private set; }

        public Refusal? Answer { get; set; }

        public ValueTask<Refusal?> CheckAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken)
        {
            Questions++;
            return new(Answer);
        }
    }
}
