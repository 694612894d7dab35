using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>A gateway whose clients come from anywhere: each test connection says by a PROXY header who it is.</summary>
internal static class StrangerBench
{
    /// <summary>192.0.2.1 is mail.good.test in both directions; sender.test takes mail.</summary>
    public const string GoodZone =
        """
        "1.2.0.192.in-addr.arpa": {"PTR": ["mail.good.test"]}, "mail.good.test": {"A": ["192.0.2.1"]}, "sender.test": {"MX": ["10 mail.good.test"]}
        """;

    public const string Good = "192.0.2.1";

    /// <param name="zone">Further names in the format ZONE.json, without the outer braces.</param>
    /// <param name="settings">Settings of the site as <c>name=value</c>. The greeting is not held back unless one says so.</param>
    public static Task<GatewayBench> StartAsync(string? zone = null, Func<GatewayOptions, GatewayOptions>? change = null, params string[] settings) =>
        StartAsync(FakeDns.Parse($"{{{GoodZone}{(zone is null ? "" : ",")}{zone}}}"), change, settings);

    /// <inheritdoc cref="StartAsync(string?, Func{GatewayOptions, GatewayOptions}?, string[])"/>
    public static async Task<GatewayBench> StartAsync(IDnsResolver dns, Func<GatewayOptions, GatewayOptions>? change = null, params string[] settings)
    {
        var bench = await GatewayBench.StartAsync(
            options =>
            {
                var strangers = options with { ProxyNetworks = NetworkList.Loopback, TrustedNetworks = NetworkList.None };
                return change?.Invoke(strangers) ?? strangers;
            },
            dns);
        bench.Storage.Settings.Set("greet-wait", "0");
        bench.Storage.Settings.Set("greylist", "off");
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            bench.Storage.Settings.Set(parts[0], parts[1]);
        }

        return bench;
    }

    public static async Task<SmtpDialog> ConnectFromAsync(this GatewayBench bench, string? address)
    {
        var client = await bench.ConnectAsync();
        var family = address?.Contains(':') == true ? 6 : 4;
        await client.SendAsync(address is null ? "PROXY UNKNOWN\r\n" : $"PROXY TCP{family} {address} {(family == 4 ? "198.51.100.1" : "2001:db8::ffff")} 40000 25\r\n");
        return client;
    }

    /// <summary>Connects from <paramref name="address"/> and goes as far as RCPT: the answer to that.</summary>
    public static async Task<string?> OfferAsync(
        this GatewayBench bench, string? address, string helo = "client.test", string sender = "s@sender.test", string recipient = "alice@example.test")
    {
        using var client = await bench.ConnectFromAsync(address);
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync($"EHLO {helo}"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync($"MAIL FROM:<{sender}>"), StringComparison.Ordinal);
        return await client.CommandAsync($"RCPT TO:<{recipient}>");
    }

    /// <summary>One message from <paramref name="address"/>: its envelope and what is in the spool.</summary>
    public static async Task<(Envelope Envelope, string Content)> ReceiveAsync(this GatewayBench bench, string? address)
    {
        using var client = await bench.ConnectFromAsync(address);
        return await bench.OpenAsync(SmtpDialog.QueueIdOf(await client.SendMessageAsync()));
    }
}
