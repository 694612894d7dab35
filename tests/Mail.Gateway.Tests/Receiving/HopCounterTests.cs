using System.Buffers;
using System.Text;

namespace Mail.Gateway.Tests;

public class HopCounterTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Subject: x\r\n\r\nReceived: not a field\r\n", 0)]
    [InlineData("Received: a\r\nRECEIVED: b\r\nreceived:c\r\n\r\nReceived: d\r\n", 3)]
    [InlineData("Received: a\r\n\tReceived: folded\r\nX-Received: b\r\nReceived-SPF: c\r\nReceived : d\r\n", 1)]
    [InlineData("\r\nReceived: a\r\n", 0)]
    [InlineData("Received:", 1)]
    public void Only_fields_of_the_header_count(string content, int hops)
    {
        var octets = Encoding.ASCII.GetBytes(content);
        for (var piece = 1; piece <= octets.Length + 1; piece++)
        {
            var counter = new HopCounter();
            foreach (var part in octets.Chunk(piece))
            {
                counter.Read(new ReadOnlySequence<byte>(part));
            }

            Assert.Equal(hops, counter.Hops);
        }
    }

    [Theory]
    [InlineData(49, "250 ")]
    [InlineData(50, "554 5.4.6 Too many hops")]
    public async Task A_message_that_goes_round_in_a_circle_is_refused(int hops, string reply)
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        var text = string.Concat(Enumerable.Repeat("Received: from a by b; Mon, 1 Jan 2026 00:00:00 +0000\r\n", hops)) + SmtpDialog.Text;

        Assert.StartsWith(reply, await client.SendMessageAsync(text), StringComparison.Ordinal);
        Assert.Equal(hops < 50 ? 1 : 0, (await bench.SpooledAsync()).Count);
    }
}
