using Mail.Core;
using Mail.Processing;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Functions.Tests;

public sealed class DmarcResultFlusherTests : IDisposable
{
    private static readonly DmarcFinding Finding = new() { Source = "192.0.2.1", HeaderFrom = "shop.test", Spf = new DmarcSpf("shop.test", IsHelo: false, "pass") };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryDmarcDays _days = new();
    private readonly DmarcCounter _counter;
    private readonly DmarcResultFlusher _flusher;

    public DmarcResultFlusherTests()
    {
        _counter = new DmarcCounter(_days, _time, NullLogger<DmarcCounter>.Instance);
        _flusher = new DmarcResultFlusher(_counter, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _flusher.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_lost_when_the_process_is_stopped()
    {
        await _flusher.StartAsync(Token);
        _counter.Add(new DmarcPublication("shop.test"), Finding);
        Assert.Empty(await ListAsync());

        await _flusher.StopAsync(Token);
        Assert.Equal(1, Assert.Single(Assert.Single(await ListAsync()).Tallies).Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_counted_is_written_in_one_request_after_five_minutes()
    {
        await _flusher.StartAsync(Token);
        for (var i = 0; i < 50; i++)
        {
            _counter.Add(new DmarcPublication("shop.test"), Finding);
        }

        while ((await ListAsync()).Count == 0)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(10, Token);
        }

        await _flusher.StopAsync(Token);
        Assert.Equal(50, Assert.Single(Assert.Single(await ListAsync()).Tallies).Count);
    }

    private async Task<List<DmarcDay>> ListAsync() => await _days.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token);
}
