using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ISingletonLocks"/> promises.</summary>
public abstract class SingletonLocksContract
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    protected abstract ISingletonLocks Locks { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_many_gets_the_lock()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AcquireAsync().AsTask()));
        Assert.Single(leases, lease => lease is not null);
        Assert.NotNull(await Locks.TryAcquireAsync("another", Duration, Cancellation));
    }

    [Fact]
    public async Task A_lock_that_was_let_go_can_be_taken_and_its_old_holder_has_lost_it()
    {
        var first = await AcquireAsync();
        Assert.Equal("", first!.Note);
        Assert.True(await first.RenewAsync(Cancellation));
        await first.DisposeAsync();
        await using var second = await AcquireAsync();
        Assert.NotNull(second);
        Assert.False(await first.RenewAsync(Cancellation));
        Assert.False(await first.WriteNoteAsync("mine", Cancellation));
        await first.DisposeAsync();
        Assert.True(await second.RenewAsync(Cancellation));
    }

    [Fact]
    public async Task The_note_outlives_its_holder()
    {
        await using (var first = await AcquireAsync())
        {
            Assert.True(await first!.WriteNoteAsync("läuft seit 12:00", Cancellation));
            Assert.True(await first.WriteNoteAsync("läuft seit 12:01", Cancellation));
        }

        await using var second = await AcquireAsync();
        Assert.Equal("läuft seit 12:01", second!.Note);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(61)]
    public async Task A_duration_that_no_lease_can_have_is_refused(int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Locks.TryAcquireAsync("timer-sweep", TimeSpan.FromSeconds(seconds), Cancellation));

    private ValueTask<ISingletonLease?> AcquireAsync() => Locks.TryAcquireAsync("timer-sweep", Duration, Cancellation);
}
