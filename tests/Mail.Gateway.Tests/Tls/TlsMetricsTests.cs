using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Authentication;

namespace Mail.Gateway.Tests;

public class TlsMetricsTests
{
    [Fact]
    public async Task Handshakes_are_counted_by_how_they_end()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => seen.Enqueue($"{tags[0].Value} {tags[1].Value}"));
        listener.EnableMeasurementEvents(GatewayMetrics.Handshakes);
        listener.Start();
        await using var bench = await TlsBench.StartAsync();

        using (var client = await bench.ConnectAsync())
        {
            await client.StartTlsAsync(protocols: SslProtocols.Tls12);
            await client.EhloAsync();
        }

        using (var client = await bench.ConnectAsync())
        {
            Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
            await client.EhloAsync();
            Assert.StartsWith("220 ", await client.CommandAsync("STARTTLS"), StringComparison.Ordinal);
            await client.SendAsync("this is no handshake\r\n");
            Assert.Null(await client.ReadAsync());
        }

        // Other tests of this assembly count, too, in the same process.
        Assert.Contains("ok TLSv1.2", seen);
        Assert.Contains("failed ", seen);
    }
}
