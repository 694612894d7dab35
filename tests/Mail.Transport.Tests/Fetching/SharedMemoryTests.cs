using Mail.Core;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Transport.Tests;

/// <summary>Who gets memory for messages, and who has to give it back.</summary>
public sealed class SharedMemoryTests
{
    private const long MiB = 1024 * 1024;

    private static readonly FetchOptions Options = new() { Memory = 64 * MiB };

    private readonly FakeTimeProvider _time = new();
    private readonly SharedMemory _memory;

    public SharedMemoryTests() => _memory = new SharedMemory(Options, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Ordinary_mail_does_not_wait_for_a_large_message()
    {
        using var large = await _memory.TakeAsync(50 * MiB, Token);
        var another = _memory.TakeAsync(50 * MiB, Token);
        using var all = await TakeAllAsync();

        Assert.False(another.IsCompleted);
        large.Dispose();
        (await another).Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Slow_server_gives_its_memory_back_when_others_wait()
    {
        var slow = await TakeAllAsync();
        var waiting = _memory.TakeAsync(MiB, Token);
        _time.Advance(Options.MemoryGrace);
        Assert.All(slow.Shares, share => Assert.False(share.Overdue.IsCancellationRequested));
        // 8 MiB at 256 KiB/s.
        _time.Advance(TimeSpan.FromSeconds(32));
        await CancelledAsync(slow.Shares[0].Overdue);
        Assert.False(waiting.IsCompleted);

        slow.Dispose();
        (await waiting).Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Slow_server_keeps_its_memory_while_nobody_wants_it()
    {
        using var slow = await _memory.TakeAsync(8 * MiB, Token);
        _time.Advance(TimeSpan.FromHours(1));
        (await _memory.TakeAsync(8 * MiB, Token)).Dispose();

        Assert.False(slow.Overdue.IsCancellationRequested);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_has_come_is_not_taken_back()
    {
        var loaded = await TakeAllAsync();
        foreach (var share in loaded.Shares)
        {
            share.Loaded();
        }

        var waiting = _memory.TakeAsync(MiB, Token);
        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.All(loaded.Shares, share => Assert.False(share.Overdue.IsCancellationRequested));
        loaded.Dispose();
        (await waiting).Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_waits_too_long_comes_again_another_time()
    {
        using var held = await TakeAllAsync();
        var waiting = _memory.TakeAsync(MiB, Token);
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => waiting);
        Assert.Equal((RemoteFailure.Busy, "other accounts have had the memory for messages for 240 seconds"), (error.Failure, error.Message));
        Assert.True(error.IsOurs);
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_leaves_while_waiting_is_not_waited_for()
    {
        using var leave = new CancellationTokenSource();
        using var held = await _memory.TakeAsync(16 * MiB, Token);
        using var rest = await TakeAsync(5);
        var gone = _memory.TakeAsync(16 * MiB, leave.Token);
        var behind = _memory.TakeAsync(MiB, Token);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        (await behind).Dispose();
    }

    private Task<Held> TakeAllAsync() => TakeAsync((int)(Options.Memory / (8 * MiB)));

    private async Task<Held> TakeAsync(int batches)
    {
        var shares = new List<MemoryShare>();
        for (var i = 0; i < batches; i++)
        {
            shares.Add(await _memory.TakeAsync(8 * MiB, Token));
        }

        return new Held(shares);
    }

    private static async Task CancelledAsync(CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource();
        await using var registered = cancellation.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(Token);
    }

    private sealed record Held(IReadOnlyList<MemoryShare> Shares) : IDisposable
    {
        public void Dispose()
        {
            foreach (var share in Shares)
            {
                share.Dispose();
            }
        }
    }
}
