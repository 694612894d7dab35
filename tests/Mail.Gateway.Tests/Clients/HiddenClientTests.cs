using System.Net;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>Behind an edge that connects in place of the clients and does not say for whom.</summary>
public class HiddenClientTests
{
    private static readonly IPEndPoint Edge = new(IPAddress.Parse("100.64.3.9"), 40000);

    [Fact]
    public async Task A_client_behind_an_edge_that_hides_it_passes_nothing_that_is_about_its_address()
    {
        await using var bench = await HiddenBenchAsync(settings: ["dnsbl-sites=a.list", "greylist=on"]);

        var (envelope, content) = await ReceiveAsync(bench);

        Assert.Null(envelope.ClientAddress);
        Assert.Null(envelope.ClientName);
        Assert.Equal(
            "1 greet=unavailable rdns=unavailable helo=pass sender=pass dnsbl=unavailable:0 greylist=unavailable", envelope.Checks);
        Assert.DoesNotContain("127.0.0.1", content, StringComparison.Ordinal);
        // Nothing was asked about the edge either.
        Assert.All(((FakeDns)bench.Dns).Questions, question => Assert.Equal("sender.test", question.Name));
    }

    [Fact]
    public async Task Limits_by_address_are_not_for_an_edge_and_the_one_in_all_is()
    {
        await using var bench = await HiddenBenchAsync(
            o => o with { MaxSessions = 3, MaxSessionsPerAddress = 1 }, "rate-connections=1", "rate-messages=1", "rate-errors=1");
        var open = new List<SmtpDialog>();
        for (var i = 0; i < 3; i++)
        {
            open.Add(await bench.ConnectAsync());
            await open[^1].OpenAsync();
            Assert.StartsWith("550 5.1.1 ", await open[^1].CommandAsync("RCPT TO:<nobody@example.test>"), StringComparison.Ordinal);
        }

        using var fourth = await bench.ConnectAsync();
        Assert.StartsWith("421 4.3.2 ", await fourth.ReadAsync(), StringComparison.Ordinal);
        open.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task An_edge_is_neither_trusted_nor_permitted_to_relay_whatever_other_settings_say_of_its_address()
    {
        await using var bench = await HiddenBenchAsync(o => o with { TrustedNetworks = NetworkList.Loopback, RelayNetworks = NetworkList.Loopback });
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();

        Assert.StartsWith("550 5.7.1 Relay access denied", await client.CommandAsync("RCPT TO:<x@elsewhere.test>"), StringComparison.Ordinal);
        Assert.NotNull((await ReceiveAsync(bench)).Envelope.Checks);
    }

    [Fact]
    public async Task A_PROXY_header_that_names_an_edge_names_nobody()
    {
        await using var bench = await StrangerBench.StartAsync(change: o => o with { HiddenNetworks = NetworkList.Parse("100.64.0.0/10") });

        Assert.Null((await bench.ReceiveAsync("100.64.3.9")).Envelope.ClientAddress);
        Assert.Equal(StrangerBench.Good, (await bench.ReceiveAsync(StrangerBench.Good)).Envelope.ClientAddress);
    }

    [Theory]
    [InlineData("100.64.3.9", null)]
    [InlineData("::ffff:100.64.3.9", null)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void An_address_is_a_client_or_an_edge(string remote, string? client) =>
        Assert.Equal(client, Addresses(new LogLines()).Of(new IPEndPoint(IPAddress.Parse(remote), 40000))?.ToString());

    [Fact]
    public void A_world_that_seems_to_live_on_this_machine_is_warned_about_once()
    {
        var log = new LogLines();
        var addresses = Addresses(log);
        addresses.Of(Edge);
        Assert.Empty(log.All);

        addresses.Of(new IPEndPoint(IPAddress.Loopback, 40000));
        addresses.Of(new IPEndPoint(IPAddress.IPv6Loopback, 40000));

        Assert.StartsWith("192 A client comes from [127.0.0.1]", Assert.Single(log.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.0/8", "none")]
    [InlineData("0.0.0.0", "none", "none")]
    [InlineData("0.0.0.0", "127.0.0.0/8", "127.0.0.1")]
    public void Nothing_is_warned_about_where_loopback_is_what_it_seems(string listen, string trusted, string hidden)
    {
        var log = new LogLines();
        var options = Options with
        {
            Listen = IPAddress.Parse(listen),
            TrustedNetworks = NetworkList.Parse(trusted),
            HiddenNetworks = NetworkList.Parse(hidden),
        };

        new ClientAddresses(options, log.For<ClientAddresses>()).Of(new IPEndPoint(IPAddress.Loopback, 40000));

        Assert.Empty(log.All);
    }

    private static GatewayOptions Options => new()
    {
        HostName = "mx.example.test",
        Listen = IPAddress.Any,
        HiddenNetworks = NetworkList.Parse("100.64.0.0/10"),
    };

    private static ClientAddresses Addresses(LogLines log) => new(Options, log.For<ClientAddresses>());

    private static Task<GatewayBench> HiddenBenchAsync(Func<GatewayOptions, GatewayOptions>? change = null, params string[] settings) =>
        StrangerBench.StartAsync(
            change: options =>
            {
                var hidden = options with { ProxyNetworks = NetworkList.None, HiddenNetworks = NetworkList.Loopback };
                return change?.Invoke(hidden) ?? hidden;
            },
            settings: settings);

    private static async Task<(Core.Envelope Envelope, string Content)> ReceiveAsync(GatewayBench bench)
    {
        using var client = await bench.ConnectAsync();
        return await bench.OpenAsync(SmtpDialog.QueueIdOf(await client.SendMessageAsync()));
    }
}
