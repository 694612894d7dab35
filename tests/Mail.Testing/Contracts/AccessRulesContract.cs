using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IAccessRules"/> and <see cref="IAccessRulesEditor"/> promise.</summary>
public abstract class AccessRulesContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>As if ten seconds had passed since the last question.</summary>
    protected abstract IAccessRules Rules { get; }

    protected abstract IAccessRulesEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccessKind.Client, "192.0.2.1")]
    [InlineData(AccessKind.Client, "192.0.2.0/24")]
    [InlineData(AccessKind.Client, "2001:db8::/32")]
    [InlineData(AccessKind.Client, "192.0.2.0/24 for a_b@example.test")]
    [InlineData(AccessKind.ClientName, ".dyn.isp.test")]
    [InlineData(AccessKind.Helo, "[192.0.2.1]")]
    [InlineData(AccessKind.Helo, "[IPv6:2001:db8::1]")]
    [InlineData(AccessKind.Sender, "<>")]
    [InlineData(AccessKind.Sender, "\"odd #?/\\\\=:% for o'brien\"@shop.test for alice@example.test")]
    [InlineData(AccessKind.Sender, "grüße@shop.test")]
    [InlineData(AccessKind.Recipient, "@example.test")]
    [InlineData(AccessKind.Recipient, "sales@")]
    public async Task A_rule_comes_back_as_it_was_added(AccessKind kind, string pattern)
    {
        var rule = new AccessRule
        {
            Pattern = AccessPattern.Parse(kind, pattern),
            Action = AccessAction.Reject,
            Text = "It's \"no\"",
            Enabled = false,
            Comment = "why",
            Expires = Now.AddDays(1),
        };
        Assert.True(await Editor.AddAsync(rule, Cancellation));
        Assert.False(await Editor.AddAsync(rule with { Comment = "second" }, Cancellation));
        Assert.Equal(rule, Assert.Single(await Editor.ListAsync(Cancellation).ToListAsync(Cancellation)));
        Assert.Equal(pattern, rule.Pattern.ToString());

        var changed = new AccessRule { Pattern = rule.Pattern, Action = AccessAction.Tag, Text = "mark" };
        await Editor.SetAsync(changed, Cancellation);
        Assert.Equal(changed, Assert.Single(await Editor.ListAsync(Cancellation).ToListAsync(Cancellation)));
        Assert.True(await Editor.RemoveAsync(rule.Pattern, Cancellation));
        Assert.False(await Editor.RemoveAsync(rule.Pattern, Cancellation));
        Assert.Empty(await Editor.ListAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Rules_are_listed_by_kind_and_pattern()
    {
        (AccessKind Kind, string Pattern)[] rules =
            [(AccessKind.Sender, "b@x.test"), (AccessKind.Client, "192.0.2.1"), (AccessKind.Sender, "a@x.test")];
        foreach (var (kind, pattern) in rules)
        {
            await Editor.SetAsync(new AccessRule { Pattern = AccessPattern.Parse(kind, pattern), Action = AccessAction.Ok }, Cancellation);
        }

        Assert.Equal(
            ["192.0.2.1", "a@x.test", "b@x.test"],
            await Editor.ListAsync(Cancellation).Select(rule => rule.Pattern.ToString()).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_rule_is_in_force_until_it_is_removed()
    {
        var question = new AccessQuestion { Sender = MailAddress.Parse("x@shop.test"), Recipient = MailAddress.Parse("alice@example.test") };
        Assert.Null((await Rules.GetAsync(Cancellation)).Evaluate(question, Now).Final);
        var rule = new AccessRule { Pattern = AccessPattern.Parse(AccessKind.Sender, "shop.test"), Action = AccessAction.Defer };
        await Editor.AddAsync(rule, Cancellation);
        Assert.Equal(rule, (await Rules.GetAsync(Cancellation)).Evaluate(question, Now).Final);
        await Editor.RemoveAsync(rule.Pattern, Cancellation);
        Assert.Null((await Rules.GetAsync(Cancellation)).Evaluate(question, Now).Final);
    }
}
