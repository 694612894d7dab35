using System.Text.Json;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Sending with Service Bus in the place of the storage queue: the real processes against a scripted namespace.</summary>
public class ServiceBusTests
{
    private const int Messages = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task What_is_submitted_arrives_also_when_it_is_put_off_and_the_functions_are_killed()
    {
        using var bus = new FakeServiceBus(TimeProvider.System) { LockDuration = TimeSpan.FromSeconds(5) };
        await using var peers = await SendingPeers.StartAsync(["quick.test", "moody.test"], proxy: null, new Dictionary<string, string>
        {
            ["MAIL_OUTBOUND_QUEUE"] = "servicebus",
            ["MAIL_SERVICEBUS"] = bus.ConnectionString,
        });
        var refusals = 0;
        peers.Servers["moody.test"].Answer = command =>
            command.StartsWith("RCPT", StringComparison.Ordinal) && Interlocked.Increment(ref refusals) <= Messages / 4 ? "451 4.3.0 not now" : null;
        // So that a death finds something under way.
        peers.Servers["quick.test"].Pause = command => command is "." ? Task.Delay(100, Token) : Task.CompletedTask;

        await using var client = await peers.ConnectAsync(SendingPeers.User);
        for (var i = 0; i < Messages; i++)
        {
            var recipient = i % 2 == 0 ? "a@quick.test" : "b@moody.test";
            await client.SubmitAsync($"<{SendingPeers.User}>", [$"<{recipient}>"], SendingPeers.Message(i, SendingPeers.User, recipient), Token);
        }

        await peers.UntilTakenAsync(Messages / 4);
        await peers.System.Functions.KillAsync();
        await peers.System.Functions.StartAsync(Token);
        await peers.UntilSettledAsync(Messages, TimeSpan.FromSeconds(120));

        var taken = peers.Servers.Values.SelectMany(server => server.Messages).Select(SendingPeers.NumberOf).Distinct();
        Assert.Equal(Enumerable.Range(0, Messages), taken.Order());
        Assert.True(refusals > Messages / 4);
        Assert.True(bus.Outbound.Sent.Count >= Messages, "the pointers went another way");
        Assert.Equal(0, bus.Dead.Count);
        // An operator sees the same queue.
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(await peers.System.MailctlAsync("queue", "list", "--json")).RootElement.ValueKind);
    }
}
