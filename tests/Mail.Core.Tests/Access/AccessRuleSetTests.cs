using System.Net;

namespace Mail.Core.Tests;

public class AccessRuleSetTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly List<AccessRule> _rules = [];

    [Theory]
    [InlineData("192.0.2.1", "mail.good.test", "192.0.2.1")]
    [InlineData("192.0.2.2", "mail.good.test", "mail.good.test")]
    [InlineData("192.0.2.2", "other.good.test", ".good.test")]
    [InlineData("192.0.2.2", "good.test", "good.test")]
    [InlineData("192.0.2.2", "bad.test", "192.0.2.0/30")]
    [InlineData("192.0.2.200", null, "192.0.2.0/24")]
    [InlineData("192.0.3.1", null, "0.0.0.0/0")]
    [InlineData("2001:db8:1::5", null, "2001:db8:1::/48")]
    [InlineData("2001:db8:2::5", null, "2001:db8::/32")]
    [InlineData("2001:db9::5", null, null)]
    [InlineData("::ffff:192.0.2.1", null, "192.0.2.1")]
    [InlineData(null, null, null)]
    public void A_client_is_matched_by_address_then_name_then_the_longest_prefix(string? address, string? name, string? expected)
    {
        Add(AccessKind.Client, "0.0.0.0/0", "192.0.2.0/24", "192.0.2.0/30", "192.0.2.1", "2001:db8::/32", "2001:db8:1::/48");
        Add(AccessKind.ClientName, "good.test", ".good.test", "mail.good.test");
        Assert.Equal(expected, Match(Question("a@b.test", address, name)));
    }

    [Theory]
    [InlineData("news+1@mail.shop.test", "news+1@mail.shop.test")]
    [InlineData("news+2@mail.shop.test", "news@mail.shop.test")]
    [InlineData("NEWS@mail.shop.test", "news@mail.shop.test")]
    [InlineData("other@mail.shop.test", "@mail.shop.test")]
    [InlineData("other@www.shop.test", ".shop.test")]
    [InlineData("other@shop.test", "shop.test")]
    [InlineData("other@bookshop.test", null)]
    [InlineData("root@elsewhere.test", "root@")]
    [InlineData("+x@elsewhere.test", null)]
    [InlineData("x@[192.0.2.1]", null)]
    public void A_sender_is_matched_from_the_address_to_the_domain(string sender, string? expected)
    {
        Add(AccessKind.Sender, "news+1@mail.shop.test", "news@mail.shop.test", "@mail.shop.test", ".shop.test", "shop.test", "root@", "<>");
        Assert.Equal(expected, Match(Question(sender)));
    }

    [Fact]
    public void The_null_sender_is_matched_by_itself_only()
    {
        Add(AccessKind.Sender, "test");
        Assert.Null(Match(Question(null)));
        Add(AccessKind.Sender, "<>");
        Assert.Equal("<>", Match(Question(null)));
    }

    [Theory]
    [InlineData("[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("HOST.bad.test", "bad.test")]
    [InlineData("not a name", null)]
    [InlineData(null, null)]
    public void A_greeting_is_matched_as_it_stands(string? helo, string? expected)
    {
        Add(AccessKind.Helo, "[192.0.2.1]", "bad.test");
        Assert.Equal(expected, Match(Question("a@b.test") with { Helo = helo }));
    }

    [Fact]
    public void A_rule_for_the_recipient_goes_before_one_for_everybody_with_the_same_pattern()
    {
        Add(AccessKind.Sender, "shop.test", "shop.test for example.test", "shop.test for alice@example.test");
        Assert.Equal("shop.test for alice@example.test", Match(Question("a@shop.test")));
        Assert.Equal("shop.test for example.test", Match(Question("a@shop.test", recipient: "bob@example.test")));
        Assert.Equal("shop.test", Match(Question("a@shop.test", recipient: "bob@other.test")));
    }

    [Fact]
    public void An_expired_or_disabled_rule_gives_way_to_the_next_one()
    {
        _rules.Add(Rule(AccessKind.Sender, "a@shop.test") with { Expires = Now });
        _rules.Add(Rule(AccessKind.Sender, "@shop.test") with { Enabled = false });
        _rules.Add(Rule(AccessKind.Sender, "shop.test") with { Expires = Now.AddSeconds(1) });
        Assert.Equal("shop.test", Match(Question("a@shop.test")));
    }

    [Fact]
    public void Stages_are_asked_in_order_and_a_refusal_ends_the_matter()
    {
        _rules.Add(Rule(AccessKind.Client, "192.0.2.1", AccessAction.Ok));
        _rules.Add(Rule(AccessKind.Helo, "host.test", AccessAction.Tag, "one"));
        _rules.Add(Rule(AccessKind.Sender, "shop.test", AccessAction.Reject));
        _rules.Add(Rule(AccessKind.Recipient, "alice@example.test", AccessAction.Hold));
        var question = Question("a@shop.test", "192.0.2.1") with { Helo = "host.test" };

        var refused = Evaluate(question);
        Assert.Equal([AccessAction.Ok, AccessAction.Tag, AccessAction.Reject], refused.Matches.Select(rule => rule.Action));
        Assert.Equal(AccessAction.Reject, refused.Final!.Action);

        var passed = Evaluate(question with { Sender = null });
        Assert.Equal((true, true, null), (passed.IsExempt, passed.Holds, passed.Final));
        Assert.Equal(["one"], passed.Tags);
    }

    [Fact]
    public void Rules_beyond_the_limit_are_left_out()
    {
        var rules = Enumerable.Range(0, AccessRuleSet.MaxRules + 5).Select(i => Rule(AccessKind.Sender, $"u{i}@shop.test"));
        Assert.Equal(AccessRuleSet.MaxRules, new AccessRuleSet(rules).Count);
    }

    private static AccessRule Rule(AccessKind kind, string pattern, AccessAction action = AccessAction.Ok, string text = "") =>
        new() { Pattern = AccessPattern.Parse(kind, pattern), Action = action, Text = text };

    private static AccessQuestion Question(string? sender, string? address = null, string? name = null, string recipient = "alice@example.test") => new()
    {
        ClientAddress = address is null ? null : IPAddress.Parse(address),
        ClientName = name,
        Sender = sender is null ? null : MailAddress.Parse(sender),
        Recipient = MailAddress.Parse(recipient),
    };

    private void Add(AccessKind kind, params string[] patterns) => _rules.AddRange(patterns.Select(pattern => Rule(kind, pattern)));

    private AccessVerdict Evaluate(AccessQuestion question) => new AccessRuleSet(_rules).Evaluate(question, Now);

    private string? Match(AccessQuestion question) => Evaluate(question).Matches.Select(rule => rule.Pattern.ToString()).SingleOrDefault();
}
