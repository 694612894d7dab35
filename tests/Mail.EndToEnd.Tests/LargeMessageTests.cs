using Mail.Testing;

namespace Mail.EndToEnd.Tests;

public class LargeMessageTests
{
    private const int Clients = 50;
    private const int MessageBytes = 40 * 1024 * 1024;
    private const long MaxResidentBytes = 300L * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 1_200_000)]
    public async Task Fifty_messages_of_40_mebibytes_at_once_keep_the_gateway_under_300_mebibytes()
    {
        await using var system = await MailSystem.StartAsync();
        // Two gigabytes arrive; delivering them as well would test the emulator's disk.
        await system.Functions.StopAsync(Token);
        var message = TestMessages.Numbered(1, MessageBytes);
        var replies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => SendAsync(system, message)));

        Assert.All(replies, reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal(Clients, replies.Distinct().Count());
        var peak = system.Gateway.PeakResidentBytes;
        TestContext.Current.TestOutputHelper?.WriteLine($"peak resident memory of the gateway: {peak / 1024 / 1024} MiB");
        Assert.True(peak < MaxResidentBytes, $"the gateway had {peak / 1024 / 1024} MiB resident");
    }

    private static async Task<string> SendAsync(MailSystem system, byte[] message)
    {
        using var client = new SmtpClient(system.SmtpPort, TimeSpan.FromMinutes(15));
        return await client.SendAsync("alice@example.test", message, Token);
    }
}
