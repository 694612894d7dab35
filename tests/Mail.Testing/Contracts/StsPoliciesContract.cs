using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IStsPolicies"/> promises.</summary>
public abstract class StsPoliciesContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected abstract IStsPolicies Policies { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MtaStsMode.Enforce, 1)]
    [InlineData(MtaStsMode.Testing, 200)]
    [InlineData(MtaStsMode.None, 0)]
    public async Task A_policy_comes_back_as_it_was_kept(MtaStsMode mode, int servers)
    {
        var name = new string('x', 60);
        var policy = Policy("other.test", mode, [.. Enumerable.Range(1, servers).Select(i => $"*.{name}.{name}.{name}.mx{i}.test")]);

        await Policies.KeepAsync(policy, Cancellation);
        var found = await Policies.FindAsync("other.test", Cancellation);

        Assert.Equal(policy.Policy.Mx, found!.Policy.Mx);
        Assert.Equal(policy, found with { Policy = found.Policy with { Mx = policy.Policy.Mx } });
    }

    [Fact]
    public async Task Nothing_is_known_of_a_new_domain() => Assert.Null(await Policies.FindAsync("new.test", Cancellation));

    [Fact]
    public async Task A_later_one_takes_the_place_of_an_earlier_one()
    {
        await Policies.KeepAsync(Policy("other.test", MtaStsMode.Enforce, ["mx.other.test"]), Cancellation);
        await Policies.KeepAsync(Policy("other.test", MtaStsMode.None, []) with { Id = "2" }, Cancellation);

        var found = Assert.Single(await Policies.ListAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(("2", MtaStsMode.None), (found.Id, found.Policy.Mode));
    }

    [Fact]
    public async Task Those_that_have_expired_are_forgotten()
    {
        await Policies.KeepAsync(Policy("old.test", MtaStsMode.Enforce, ["mx.old.test"]) with { FetchedAt = Noon.AddDays(-8) }, Cancellation);
        await Policies.KeepAsync(Policy("new.test", MtaStsMode.Enforce, ["mx.new.test"]), Cancellation);

        Assert.Equal(1, await Policies.PruneAsync(Noon, Cancellation));
        Assert.Equal("new.test", Assert.Single(await Policies.ListAsync(Cancellation).ToListAsync(Cancellation)).Domain);
    }

    private static KeptStsPolicy Policy(string domain, MtaStsMode mode, IReadOnlyList<string> servers) =>
        new() { Domain = domain, Id = "20260102", Policy = new StsPolicy(mode, TimeSpan.FromDays(7), servers), FetchedAt = Noon };
}
