using System.Net;
using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IGreylist"/> promises.</summary>
public abstract class GreylistContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly GreylistEntry Network = new(Noon, Noon.AddHours(1), 3, Noon.AddDays(1));
    private static readonly GreylistEntry Pair = new(Noon, Noon, 0, Noon.AddHours(2));

    protected abstract IGreylist Greylist { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task What_is_saved_is_found_under_its_key_only(string client)
    {
        var key = Key(client, "s@sender.test");
        Assert.Equal((null, null), await Greylist.FindAsync(key, Cancellation));
        await Greylist.SaveAsync(key, null, Pair, Cancellation);
        Assert.Equal((null, Pair), await Greylist.FindAsync(key, Cancellation));
        await Greylist.SaveAsync(key, Network, null, Cancellation);
        Assert.Equal((Network, Pair), await Greylist.FindAsync(key, Cancellation));
        Assert.Equal((Network, null), await Greylist.FindAsync(Key(client, "other@sender.test"), Cancellation));
        Assert.Equal((null, null), await Greylist.FindAsync(Key("203.0.113.1", "s@sender.test"), Cancellation));

        await Greylist.SaveAsync(key, Network with { Passed = 4 }, Pair with { Passed = 1 }, Cancellation);
        Assert.Equal((Network with { Passed = 4 }, Pair with { Passed = 1 }), await Greylist.FindAsync(key, Cancellation));
        await Greylist.SaveAsync(key, null, null, Cancellation);
    }

    [Fact]
    public async Task What_has_expired_is_pruned()
    {
        for (var i = 0; i < 120; i++)
        {
            await Greylist.SaveAsync(Key($"192.0.{i % 2}.1", $"u{(char)('a' + (i / 10))}{(char)('a' + (i % 10))}@sender.test"), null, Pair, Cancellation);
        }

        await Greylist.SaveAsync(Key("192.0.0.1", "s@sender.test"), Network, null, Cancellation);
        Assert.Equal(0, await Greylist.PruneAsync(Noon, Cancellation));
        Assert.Equal(120, await Greylist.PruneAsync(Noon.AddHours(3), Cancellation));
        Assert.Equal((Network, null), await Greylist.FindAsync(Key("192.0.0.1", "uaa@sender.test"), Cancellation));
    }

    private static GreylistKey Key(string client, string sender) =>
        GreylistKey.Of(IPAddress.Parse(client), MailAddress.Parse(sender), MailAddress.Parse("alice@example.test"));
}
