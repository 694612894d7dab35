using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IDestinations"/> promises.</summary>
public abstract class DestinationsContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected abstract IDestinations Destinations { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_comes_back_as_it_was_written()
    {
        var state = State("[IPv6:2001:db8::1]") with
        {
            Window = 5.4,
            IsProven = true,
            DeadUntil = Noon.AddMinutes(5),
            DeadTimes = 2,
            Reason = "connect: refused",
            Holders = [new DestinationHolder("one", 3, Noon.AddMinutes(1)), new DestinationHolder("two", 2, Noon)],
        };
        var written = await Destinations.TryWriteAsync(state, Cancellation);
        var found = await Destinations.FindAsync(state.Destination, Cancellation);

        Assert.Equal(written!.Version, found!.Version);
        Assert.Equal(state.Holders, found.Holders);
        Assert.Equal(state, found with { Version = "", Holders = state.Holders });
    }

    [Fact]
    public async Task Nothing_is_known_of_a_new_one() => Assert.Null(await Destinations.FindAsync("new.test", Cancellation));

    [Fact]
    public async Task Of_two_who_read_the_same_only_one_can_write()
    {
        var first = await Destinations.TryWriteAsync(State("other.test"), Cancellation);
        Assert.Null(await Destinations.TryWriteAsync(State("other.test"), Cancellation));
        Assert.NotNull(await Destinations.TryWriteAsync(first! with { Window = 6 }, Cancellation));
        Assert.Null(await Destinations.TryWriteAsync(first with { Window = 4 }, Cancellation));
        Assert.Equal(6, (await Destinations.FindAsync("other.test", Cancellation))!.Window);
    }

    [Fact]
    public async Task What_is_removed_is_new_again()
    {
        var state = await Destinations.TryWriteAsync(State("other.test"), Cancellation);
        Assert.True(await Destinations.DeleteAsync("other.test", Cancellation));
        Assert.False(await Destinations.DeleteAsync("other.test", Cancellation));
        Assert.Null(await Destinations.TryWriteAsync(state!, Cancellation));
        Assert.NotNull(await Destinations.TryWriteAsync(State("other.test"), Cancellation));
    }

    [Fact]
    public async Task Old_ones_are_forgotten()
    {
        await Destinations.TryWriteAsync(State("old.test") with { UpdatedAt = Noon.AddDays(-8) }, Cancellation);
        await Destinations.TryWriteAsync(State("new.test"), Cancellation);

        Assert.Equal(1, await Destinations.PruneAsync(Noon.AddDays(-7), Cancellation));
        Assert.Equal("new.test", Assert.Single(await Destinations.ListAsync(Cancellation).ToListAsync(Cancellation)).Destination);
    }

    private static DestinationState State(string destination) => new() { Destination = destination, Window = 5, UpdatedAt = Noon };
}
