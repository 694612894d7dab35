using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>One stranger whose names nobody answers for, against the checks of everybody else.</summary>
public class LookupFloodTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_client_leaves_the_slots_of_the_resolver_to_the_others()
    {
        var dns = new SilentDns(FakeDns.Parse($"{{{StrangerBench.GoodZone}}}"), slots: 2 * LookupSlots.PerNetwork, "slow.test", "9.100.51.198.in-addr.arpa");
        await using var bench = await StrangerBench.StartAsync(dns, o => o with { MaxSessionsPerAddress = 100 });
        var flood = new List<SmtpDialog>();
        for (var i = 0; i < 100; i++)
        {
            flood.Add(await FloodAsync(bench, i));
        }

        var (envelope, _) = await bench.ReceiveAsync(StrangerBench.Good);

        Assert.Equal("1 greet=unavailable rdns=pass:mail.good.test helo=pass sender=pass", envelope.Checks);
        Assert.Equal(LookupSlots.PerNetwork, dns.Waiting);

        flood.ForEach(client => client.Dispose());
        await GatewayBench.UntilAsync(() => Task.FromResult(dns.Waiting == 0), "nothing is asked for those who have left");
        Assert.Equal(LookupSlots.PerNetwork, dns.Most);
    }

    [Fact]
    public async Task The_networks_of_a_48_share_four_times_as_many_slots()
    {
        var slots = new LookupSlots();
        var dns = new SilentDns(FakeDns.Empty(), slots: 1000, "slow.test");
        using var end = new CancellationTokenSource();
        var asked = Enumerable.Range(0, 100)
            .Select(i => new ClientDns(dns, slots, IPAddress.Parse($"2001:db8:1:{i % 10:x}::1")).QueryAsync($"n{i}.slow.test", DnsType.Mx, end.Token).AsTask())
            .ToList();

        Assert.Equal(4 * LookupSlots.PerNetwork, dns.Most);
        var other = await new ClientDns(dns, slots, IPAddress.Parse("2001:db8:2::1")).QueryAsync("other.test", DnsType.Mx, Token);
        Assert.Equal(DnsOutcome.NxDomain, other.Outcome);

        await end.CancelAsync();
        foreach (var task in asked)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        Assert.Equal(0, slots.Networks);
        Assert.Equal(0, dns.Waiting);
    }

    [Fact]
    public async Task A_slot_that_is_left_goes_to_the_one_who_waits()
    {
        var slots = new LookupSlots();
        var gate = new TaskCompletionSource();
        var dns = FakeDns.Empty();
        dns.Gate = gate.Task;
        var client = new ClientDns(dns, slots, IPAddress.Parse("192.0.2.1"));
        var asked = Enumerable.Range(0, 20).Select(i => client.QueryAsync($"n{i}.test", DnsType.Mx, Token).AsTask()).ToList();
        Assert.Equal(LookupSlots.PerNetwork, dns.Questions.Count);

        gate.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(DnsOutcome.NxDomain, answer.Outcome));
        Assert.Equal(20, dns.Questions.Count);
        Assert.Equal(0, slots.Networks);
    }

    [Fact]
    public async Task Who_hangs_up_takes_his_questions_along()
    {
        var dns = new SilentDns(FakeDns.Parse($"{{{StrangerBench.GoodZone}}}"), slots: 100, "slow.test");
        await using var bench = await StrangerBench.StartAsync(dns);
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        await client.ReadAsync();
        await client.CommandAsync("EHLO client.test");
        for (var i = 0; i < 3; i++)
        {
            Assert.StartsWith("250 ", await client.CommandAsync($"MAIL FROM:<s@n{i}.slow.test>"), StringComparison.Ordinal);
            // Only the last one's sender is of interest to anybody.
            await GatewayBench.UntilAsync(() => Task.FromResult(dns.Waiting == 1 && dns.Asked >= i + 1), "the one before is given up");
            await client.CommandAsync("RSET");
        }

        Assert.StartsWith("221 ", await client.CommandAsync("QUIT"), StringComparison.Ordinal);
        await GatewayBench.UntilAsync(() => Task.FromResult(dns.Waiting == 0), "the last one is given up");
    }

    private static async Task<SmtpDialog> FloodAsync(GatewayBench bench, int number)
    {
        var client = await bench.ConnectFromAsync("198.51.100.9");
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.CommandAsync("EHLO client.test");
        for (var i = 0; i < 5; i++)
        {
            Assert.StartsWith("250 ", await client.CommandAsync($"MAIL FROM:<s@n{number}-{i}.slow.test>"), StringComparison.Ordinal);
            if (i < 4)
            {
                await client.CommandAsync("RSET");
            }
        }

        return client;
    }
}
