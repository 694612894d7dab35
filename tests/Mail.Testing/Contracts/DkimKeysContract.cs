using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IDkimKeys"/> and <see cref="IDkimKeyEditor"/> promise.</summary>
public abstract class DkimKeysContract
{
    /// <summary>With an expired cache.</summary>
    protected abstract IDkimKeys Keys { get; }

    protected abstract IDkimKeyEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_active_keys_sign_with_the_octets_that_were_added()
    {
        var (rsa, ed) = (Secret("a", DkimAlgorithm.Rsa), Secret("b", DkimAlgorithm.Ed25519));
        Assert.True(await Editor.AddAsync(ed, Cancellation));
        Assert.True(await Editor.AddAsync(rsa, Cancellation));
        Assert.False(await Editor.AddAsync(rsa, Cancellation));
        Assert.Empty(await Keys.FindActiveAsync("example.test", Cancellation));

        Assert.True(await Editor.SetStatesAsync("example.test", States(("a", DkimKeyState.Active), ("b", DkimKeyState.Active)), Now, Cancellation));

        var active = await Keys.FindActiveAsync("example.test", Cancellation);
        Assert.Equal(["a", "b"], active.Select(secret => secret.Key.Selector));
        Assert.All(active, secret => Assert.Equal([1, 2, 3], secret.PrivateKey.ToArray()));
        Assert.Equal(rsa.Key with { State = DkimKeyState.Active }, active[0].Key);
        Assert.Empty(await Keys.FindActiveAsync("other.test", Cancellation));
    }

    [Fact]
    public async Task Keys_change_places_at_once_or_not_at_all()
    {
        await Editor.AddAsync(Secret("a", DkimAlgorithm.Rsa), Cancellation);
        await Editor.AddAsync(Secret("b", DkimAlgorithm.Rsa), Cancellation);
        await Editor.SetStatesAsync("example.test", States(("a", DkimKeyState.Active)), Now, Cancellation);

        Assert.False(await Editor.SetStatesAsync("example.test", States(("a", DkimKeyState.Retired), ("x", DkimKeyState.Active)), Now, Cancellation));
        Assert.Equal("a", Assert.Single(await Keys.FindActiveAsync("example.test", Cancellation)).Key.Selector);
        Assert.True(await Editor.SetStatesAsync("example.test", States(("a", DkimKeyState.Retired), ("b", DkimKeyState.Active)), Now, Cancellation));
        Assert.Equal("b", Assert.Single(await Keys.FindActiveAsync("example.test", Cancellation)).Key.Selector);
        Assert.Equal(
            [DkimKeyState.Retired, DkimKeyState.Active],
            (await Editor.ListAsync("example.test", Cancellation).ToListAsync(Cancellation)).Select(key => key.State));

        Assert.True(await Editor.RemoveAsync("example.test", "a", Cancellation));
        Assert.False(await Editor.RemoveAsync("example.test", "a", Cancellation));
        Assert.Empty(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
    }

    private static DateTimeOffset Now => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static DkimSecret Secret(string selector, DkimAlgorithm algorithm) => new(
        new DkimKey
        {
            Domain = "example.test",
            Selector = selector,
            Algorithm = algorithm,
            State = DkimKeyState.Next,
            PublicKey = "AAAA",
            Since = Now,
        },
        new byte[] { 1, 2, 3 });

    private static Dictionary<string, DkimKeyState> States(params (string Selector, DkimKeyState State)[] states) =>
        states.ToDictionary(state => state.Selector, state => state.State);
}
