using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class DestinationGateTests
{
    private const string Hop = "other.test";
    private const int Max = 20;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryDestinations _destinations = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_destination_gets_one_attempt_until_it_has_answered()
    {
        var gate = Gate();
        var first = Assert.IsType<Admission.Entered>(await EnterAsync(gate));
        Assert.IsType<Admission.Busy>(await EnterAsync(gate));
        await LeaveAsync(gate, first, reached: true);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(5, (await FillAsync(gate)).Count);
    }

    [Fact]
    public async Task The_sum_over_instances_never_exceeds_the_window()
    {
        await _destinations.TryWriteAsync(
            new DestinationState { Destination = Hop, Window = 7.5, IsProven = true, UpdatedAt = _time.GetUtcNow() }, Token);
        DestinationGate[] gates = [Gate(), Gate(), Gate()];
        var entered = await Task.WhenAll(gates.Select(FillAsync));

        Assert.Equal(7, entered.Sum(each => each.Count));
        var state = await _destinations.FindAsync(Hop, Token);
        Assert.Equal(7, state!.Holders.Sum(holder => holder.Slots));
    }

    [Fact]
    public async Task Slots_of_an_instance_that_died_are_free_after_a_minute()
    {
        await _destinations.TryWriteAsync(
            new DestinationState
            {
                Destination = Hop,
                Window = 5,
                IsProven = true,
                UpdatedAt = _time.GetUtcNow(),
                Holders = [new DestinationHolder("dead", 5, _time.GetUtcNow().AddSeconds(60))],
            },
            Token);
        var gate = Gate();
        Assert.Empty(await FillAsync(gate));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(5, (await FillAsync(gate)).Count);
    }

    [Fact]
    public async Task Attempts_within_a_block_cost_the_storage_nothing()
    {
        var gate = Gate();
        await LeaveAsync(gate, Assert.IsType<Admission.Entered>(await EnterAsync(gate)), reached: true);
        _destinations.Faults.Fail(0);
        for (var i = 0; i < 500; i++)
        {
            await LeaveAsync(gate, Assert.IsType<Admission.Entered>(await EnterAsync(gate)), reached: true);
        }

        Assert.Equal(0, _destinations.Faults.Operations);
    }

    [Fact]
    public async Task The_window_grows_with_success_to_its_limit()
    {
        await _destinations.TryWriteAsync(
            new DestinationState { Destination = Hop, Window = 5, IsProven = true, UpdatedAt = _time.GetUtcNow() }, Token);
        var gate = Gate();
        for (var round = 0; round < 100; round++)
        {
            foreach (var entered in await FillAsync(gate))
            {
                await LeaveAsync(gate, entered, reached: true);
            }

            _time.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Equal(Max, (await FillAsync(gate)).Count);
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_is_dead_for_longer_each_time_and_everybody_knows()
    {
        var (gate, other) = (Gate(), Gate());
        var waits = new List<double>();
        for (var time = 0; time < 3; time++)
        {
            await LeaveAsync(gate, Assert.IsType<Admission.Entered>(await EnterAsync(gate)), reached: false);
            var dead = Assert.IsType<Admission.Dead>(await EnterAsync(other));
            Assert.Equal("connect: refused", dead.Reason);
            waits.Add((dead.Until - _time.GetUtcNow()).TotalSeconds);
            _time.Advance(dead.Until - _time.GetUtcNow() + TimeSpan.FromSeconds(61));
        }

        Assert.Equal([300, 600, 1200], waits);
        await LeaveAsync(gate, Assert.IsType<Admission.Entered>(await EnterAsync(gate)), reached: true);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.NotEmpty(await FillAsync(gate));
        Assert.Null((await _destinations.FindAsync(Hop, Token))!.DeadUntil);
    }

    [Fact]
    public async Task A_destination_that_has_answered_is_dead_after_a_window_of_failures()
    {
        await _destinations.TryWriteAsync(
            new DestinationState { Destination = Hop, Window = 5, IsProven = true, UpdatedAt = _time.GetUtcNow() }, Token);
        var gate = Gate();
        var failures = 0;
        while (await EnterAsync(gate) is Admission.Entered entered)
        {
            await LeaveAsync(gate, entered, reached: false);
            failures++;
        }

        Assert.InRange(failures, 4, 5);
        Assert.NotNull(gate.KnownDead(Hop));
    }

    [Fact]
    public async Task Those_that_do_not_answer_get_a_third_of_the_pool_and_no_more()
    {
        var gate = Gate(atOnce: 30);
        var entered = 0;
        for (var i = 0; i < 30; i++)
        {
            entered += await gate.EnterAsync($"dead{i}.test", Max, Token) is Admission.Entered ? 1 : 0;
        }

        Assert.Equal(10, entered);
        await _destinations.TryWriteAsync(
            new DestinationState { Destination = Hop, Window = 5, IsProven = true, UpdatedAt = _time.GetUtcNow() }, Token);
        Assert.Equal(5, (await FillAsync(gate)).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_finds_all_slots_taken_gets_the_next_one_that_is_free()
    {
        await ProvenAsync(window: 1);
        var gate = Gate(patience: 1);
        var first = Assert.IsType<Admission.Entered>(await EnterAsync(gate));
        var (second, third) = (EnterAsync(gate), EnterAsync(gate));
        Assert.False(second.IsCompleted || third.IsCompleted);

        await LeaveAsync(gate, first, reached: true);
        await LeaveAsync(gate, Assert.IsType<Admission.Entered>(await second), reached: true);
        Assert.IsType<Admission.Entered>(await third);
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_has_waited_in_vain_is_put_back()
    {
        await ProvenAsync(window: 1);
        var gate = Gate(patience: 1);
        var first = Assert.IsType<Admission.Entered>(await EnterAsync(gate));
        var second = EnterAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<Admission.Busy>(await second);

        await LeaveAsync(gate, first, reached: true);
        Assert.IsType<Admission.Entered>(await EnterAsync(gate));
    }

    [Fact(Timeout = 30_000)]
    public async Task No_more_wait_than_are_likely_to_get_a_slot_in_time()
    {
        await ProvenAsync(window: 1);
        var gate = Gate(patience: 1);
        var first = Assert.IsType<Admission.Entered>(await EnterAsync(gate, 1));
        await gate.LeaveAsync(first.Use, true, TimeSpan.FromSeconds(0.2), "", SiteSettings.Default, Token);
        Assert.IsType<Admission.Entered>(await EnterAsync(gate, 1));
        Task<Admission>[] waiting = [EnterAsync(gate, 1), EnterAsync(gate, 1)];

        var third = Assert.IsType<Admission.Busy>(await EnterAsync(gate, 1));
        var fourth = Assert.IsType<Admission.Busy>(await EnterAsync(gate, 1));
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        Assert.Equal([1.2, 1.4], new[] { third, fourth }.Select(busy => Math.Round(busy.Delay.TotalSeconds, 3)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Nobody_waits_for_a_destination_that_may_be_dead_and_comes_back_later_each_time()
    {
        var gate = Gate(patience: 1);
        Assert.IsType<Admission.Entered>(await EnterAsync(gate));
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.InRange(Assert.IsType<Admission.Busy>(await EnterAsync(gate)).Delay, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(8.5));
        Assert.InRange(Assert.IsType<Admission.Busy>(await EnterAsync(gate)).Delay, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_window_that_has_grown_is_filled_soon()
    {
        await ProvenAsync(window: 5);
        var gate = Gate();
        for (var round = 0; round < 2; round++)
        {
            foreach (var entered in await FillAsync(gate))
            {
                await LeaveAsync(gate, entered, reached: true);
            }
        }

        _time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.Equal(6, (await FillAsync(gate)).Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Destinations_that_nobody_writes_to_any_more_are_forgotten_and_those_in_use_are_not()
    {
        var gate = Gate();
        var first = Assert.IsType<Admission.Entered>(await EnterAsync(gate));
        _time.Advance(TimeSpan.FromHours(2));
        for (var i = 0; i < 25_000; i++)
        {
            if (await gate.EnterAsync($"d{i}.test", Max, Token) is Admission.Entered entered)
            {
                await gate.LeaveAsync(entered.Use, true, TimeSpan.FromSeconds(0.1), "", SiteSettings.Default, Token);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(gate.Known, 3_600, 15_000);
        Assert.IsNotType<Admission.Entered>(await EnterAsync(gate));
        await LeaveAsync(gate, first, reached: true);
    }

    [Fact]
    public async Task Those_that_are_silent_for_half_a_second_are_not_in_the_way_of_others_that_are_new()
    {
        var gate = Gate(atOnce: 30);
        for (var round = 0; round < 3; round++)
        {
            var entered = 0;
            for (var i = 0; i < 15; i++)
            {
                entered += await gate.EnterAsync($"new{round}-{i}.test", Max, Token) is Admission.Entered ? 1 : 0;
            }

            // A third for the new ones, a third for those that are silent.
            Assert.Equal(round < 2 ? 10 : 0, entered);
            _time.Advance(TimeSpan.FromSeconds(0.6));
        }
    }

    [Fact]
    public async Task Those_that_find_no_lane_come_back_as_lanes_become_free()
    {
        var gate = Gate(atOnce: 30);
        var waits = new List<double>();
        for (var i = 0; i < 1000; i++)
        {
            if (i == 10)
            {
                // Ten are silent, ten more are new; then both thirds are full.
                _time.Advance(TimeSpan.FromSeconds(10));
            }

            if (await gate.EnterAsync($"new{i}.test", Max, Token) is Admission.Busy busy)
            {
                waits.Add(Math.Round(busy.Delay.TotalSeconds, 3));
            }
        }

        Assert.Equal(980, waits.Count);
        Assert.Equal([1.25, 1.5, 1.75], waits.Take(3));
        Assert.Equal(60, waits.Max());
    }

    private async Task ProvenAsync(double window) => await _destinations.TryWriteAsync(
        new DestinationState { Destination = Hop, Window = window, IsProven = true, UpdatedAt = _time.GetUtcNow() }, Token);

    private DestinationGate Gate(int atOnce = 128, double patience = 0) =>
        new(_destinations, new OutboundOptions { AttemptsAtOnce = atOnce, Patience = TimeSpan.FromSeconds(patience) }, _time, NullLogger<DestinationGate>.Instance);

    private static async Task<Admission> EnterAsync(DestinationGate gate, int max = Max) => await gate.EnterAsync(Hop, max, Token);

    private static async Task<List<Admission.Entered>> FillAsync(DestinationGate gate)
    {
        var all = new List<Admission.Entered>();
        while (await EnterAsync(gate) is Admission.Entered entered)
        {
            all.Add(entered);
        }

        return all;
    }

    private static async Task LeaveAsync(DestinationGate gate, Admission.Entered entered, bool reached) =>
        await gate.LeaveAsync(entered.Use, reached, TimeSpan.FromSeconds(0.1), reached ? "" : "connect: refused", SiteSettings.Default, Token);
}
