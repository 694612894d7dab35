using System.Diagnostics.Metrics;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Functions.Tests;

public sealed class QueueLookTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryStorage _storage;
    private readonly QueueLook _look;

    public QueueLookTests()
    {
        _storage = new InMemoryStorage(_time);
        _look = new QueueLook(_storage.Queues, _storage.Forwarding, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _look.Dispose();

    [Fact]
    public async Task The_sweep_s_look_is_told_without_asking_the_storage_again()
    {
        await SendAsync(attempt: 0);
        _time.Advance(TimeSpan.FromSeconds(90));
        await SendAsync(attempt: 0);
        await _storage.Queues.Get("incoming-poison").SendAsync("garbage", TimeSpan.Zero, Token);
        await _look.LookAsync(deferred: 3, Token);
        var operations = _storage.Faults.Operations;

        var told = Collect();

        Assert.Equal(operations, _storage.Faults.Operations);
        Assert.Equal(90, told["mail.queue.oldest incoming"]);
        Assert.Equal(0, told["mail.queue.oldest outbound"]);
        Assert.Equal(2, told["mail.queue.messages incoming"]);
        Assert.Equal(1, told["mail.queue.messages incoming-poison"]);
        Assert.Equal(3, told["mail.deferred "]);
    }

    [Fact]
    public async Task A_look_costs_a_request_for_each_queue_and_three_more()
    {
        var before = _storage.Faults.Operations;
        await _look.LookAsync(0, Token);
        Assert.Equal(QueueNames.All.Count + 3, _storage.Faults.Operations - before);
    }

    [Fact]
    public async Task Whom_forwards_wait_for_are_counted_until_they_go_again()
    {
        await _look.LookAsync(0, Token);
        Assert.Equal(0, Collect()["mail.forwarding.stopped "]);
        var target = MailAddress.Parse("somebody@elsewhere.test");
        for (var refusal = 0; refusal < 100; refusal++)
        {
            await _storage.Forwarding.CountAsync(new ForwardingOutcome(target, Sent: 0, Refused: 1, "554 5.7.1 no"), Token);
        }

        await _look.LookAsync(0, Token);
        Assert.Equal(1, Collect()["mail.forwarding.stopped "]);

        _time.Advance(TimeSpan.FromDays(1));
        await _look.LookAsync(0, Token);
        Assert.Equal(0, Collect()["mail.forwarding.stopped "]);
    }

    [Fact]
    public async Task What_waits_for_its_second_attempt_has_no_age()
    {
        await SendAsync(attempt: 1);
        _time.Advance(TimeSpan.FromHours(1));
        await _look.LookAsync(1, Token);
        Assert.Equal(0, Collect()["mail.queue.oldest incoming"]);
    }

    [Fact]
    public async Task Nothing_is_told_before_the_first_look_and_when_the_last_is_too_old()
    {
        Assert.Empty(Collect());
        await _look.LookAsync(0, Token);
        _time.Advance(QueueLook.Freshness);
        Assert.NotEmpty(Collect());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(Collect());
    }

    [Fact]
    public async Task A_look_that_fails_leaves_what_was_seen()
    {
        await SendAsync(attempt: 0);
        await _look.LookAsync(0, Token);
        _storage.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _look.LookAsync(0, Token));
        Assert.Equal(1, Collect()["mail.queue.messages incoming"]);
    }

    private async Task SendAsync(int attempt) =>
        await new IncomingQueue(_storage.Queues).EnqueueAsync(new IncomingPointer(QueueId.New(_time), attempt), TimeSpan.Zero, Token);

    /// <summary>What a collector gets now: "metric queue" and the value. Only from the meter of this test's look.</summary>
    private Dictionary<string, double> Collect()
    {
        var told = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == _look.Meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => told[Key(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => told[Key(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => told[Key(instrument, tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return told;
    }

    private static string Key(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {(tags.IsEmpty ? "" : tags[0].Value)}";
}
