using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IRules"/> and <see cref="IRulesEditor"/> promise.</summary>
public abstract class RulesContract
{
    private static readonly RuleScope Alice = RuleScope.OfAccount("01jalice");

    /// <summary>As if ten seconds had passed since the last question.</summary>
    protected abstract IRules Rules { get; }

    protected abstract IRulesEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Some time passes: versions are told apart by it.</summary>
    protected abstract void Wait();

    private static Rule Some(string name, int order = 100) => new()
    {
        Scope = Alice,
        Name = name,
        Order = order,
        Test = "header :contains \"subject\" \"ünï #?/\\\\ 'quoted' 😀\"",
        Actions = "fileinto \"Lists\";\r\nstop;",
        Comment = "why",
    };

    [Theory]
    [InlineData("lists")]
    [InlineData("odd #?/\\=:% name")]
    [InlineData("1-2 ünï 😀")]
    public async Task A_rule_comes_back_as_it_was_added(string name)
    {
        var rule = Some(name) with { Enabled = false, Phase = RulePhase.After };
        Assert.True(await Editor.AddAsync(rule, Cancellation));
        Assert.False(await Editor.AddAsync(rule with { Order = 7, Comment = "second" }, Cancellation));
        Assert.Equal(rule, await Editor.FindAsync(Alice, name, Cancellation));
        Assert.Null(await Editor.FindAsync(RuleScope.Site, name, Cancellation));

        Assert.True(await Editor.RemoveAsync(Alice, name, Cancellation));
        Assert.False(await Editor.RemoveAsync(Alice, name, Cancellation));
        Assert.Empty(await Editor.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_script_of_any_length_comes_back_as_it_was()
    {
        var script = string.Concat(Enumerable.Range(0, 4000).Select(i => $"# line {i} of a long script 😀😀😀😀😀😀😀😀😀😀\r\n"));
        var rule = Some("long") with { Test = "true", Actions = "", Script = script };
        await Editor.AddAsync(rule, Cancellation);
        Assert.Equal(rule, Assert.Single(await Rules.FindAsync(Alice, Cancellation)));

        // What the longer one had beyond the shorter one's columns is gone.
        await Editor.SetAsync(rule with { Script = script[..40_000] }, RuleChange.Replaced, Cancellation);
        Assert.Equal(script[..40_000], Assert.Single(await Rules.FindAsync(Alice, Cancellation)).Script);
    }

    [Fact]
    public async Task Rules_are_found_by_scope_in_their_order()
    {
        foreach (var rule in new[]
        {
            Some("c", order: 9),
            Some("b", order: 10),
            Some("a", order: 10),
            Some("first of those behind", order: 1) with { Phase = RulePhase.After },
            Some("off", order: 0) with { Enabled = false },
            Some("everybody's") with { Scope = RuleScope.Site },
            Some("the domain's") with { Scope = RuleScope.OfDomain("example.test") },
        })
        {
            await Editor.AddAsync(rule, Cancellation);
        }

        Assert.Equal(["off", "c", "a", "b", "first of those behind"], (await Rules.FindAsync(Alice, Cancellation)).Select(rule => rule.Name));
        Assert.Equal(["everybody's"], (await Rules.FindAsync(RuleScope.Site, Cancellation)).Select(rule => rule.Name));
        Assert.Equal(["the domain's"], (await Rules.FindAsync(RuleScope.OfDomain("example.test"), Cancellation)).Select(rule => rule.Name));
        Assert.Empty(await Rules.FindAsync(RuleScope.OfAccount("01jbob"), Cancellation));
        Assert.Equal(
            ["everybody's", "the domain's", "off", "c", "a", "b", "first of those behind"],
            await Editor.ListAsync(null, Cancellation).Select(rule => rule.Name).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_rule_that_moves_is_one_rule()
    {
        await Editor.AddAsync(Some("lists"), Cancellation);
        await Editor.SetAsync(Some("lists", order: 7) with { Phase = RulePhase.After }, RuleChange.Replaced, Cancellation);
        Assert.Equal(7, Assert.Single(await Rules.FindAsync(Alice, Cancellation)).Order);
        Assert.Equal(7, Assert.Single(await Editor.ListAsync(Alice, Cancellation).ToListAsync(Cancellation)).Order);
    }

    [Fact]
    public async Task Every_change_leaves_a_version()
    {
        var first = Some("lists");
        var second = first with { Order = 20, Actions = "discard;" };
        await Editor.AddAsync(first, Cancellation);
        Wait();
        await Editor.SetAsync(second, RuleChange.Replaced, Cancellation);
        Wait();
        await Editor.SetAsync(second with { Enabled = false }, RuleChange.Disabled, Cancellation);
        Wait();
        await Editor.AddAsync(Some("lists 2"), Cancellation);
        Wait();
        await Editor.RemoveAsync(Alice, "lists", Cancellation);

        var history = await Editor.HistoryAsync(Alice, "lists", Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            [
                (RuleChange.Removed, second with { Enabled = false }),
                (RuleChange.Disabled, second with { Enabled = false }),
                (RuleChange.Replaced, second),
                (RuleChange.Added, first),
            ],
            history.Select(version => (version.Change, version.Rule)));
        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal(second.Version, (second with { Enabled = false, Order = 3 }).Version);
        Assert.Equal(5, await Editor.HistoryAsync(Alice, null, Cancellation).CountAsync(Cancellation));
        Assert.Empty(await Editor.HistoryAsync(RuleScope.Site, null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_the_compiler_finds_stands_with_the_rule_until_it_is_mended()
    {
        await Editor.AddAsync(Some("bad"), Cancellation);
        var rule = Assert.Single(await Rules.FindAsync(Alice, Cancellation));
        await Rules.NoteProblemAsync(rule, "line 2: expected ';'", Cancellation);
        Assert.Equal("line 2: expected ';'", Assert.Single(await Rules.FindAsync(Alice, Cancellation)).Problem);

        var problem = Assert.Single(await Editor.CheckAsync(_ => "still bad", Cancellation).ToListAsync(Cancellation));
        Assert.Equal(("Rules", "still bad"), (problem.Table, problem.Problem));
        Assert.Equal("still bad", Assert.Single(await Rules.FindAsync(Alice, Cancellation)).Problem);

        // What was found about an old state says nothing about the new one.
        await Editor.SetAsync(rule with { Actions = "keep;" }, RuleChange.Replaced, Cancellation);
        await Rules.NoteProblemAsync(rule, "late", Cancellation);
        Assert.Null(Assert.Single(await Rules.FindAsync(Alice, Cancellation)).Problem);
        Assert.Empty(await Editor.CheckAsync(_ => null, Cancellation).ToListAsync(Cancellation));
    }
}
