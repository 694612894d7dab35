using System.Collections.Concurrent;
using System.Globalization;

namespace Mail.EndToEnd.Tests;

/// <summary>Several hundred messages to many domains, while processes are killed at random moments.</summary>
public class SendingUnderFireTests(ITestOutputHelper output)
{
    private const int Messages = 400;
    private const int Domains = 40;

    /// <summary>Between a server's 250 and our record of it: what the process was in the middle of when it died. Generous, for a slow machine.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Killing_the_functions_at_random_loses_nobody_and_doubles_in_the_window_only()
    {
        var kills = new ConcurrentBag<DateTime>();
        var doubles = await RunAsync(async peers =>
        {
            for (var kill = 0; kill < 6; kill++)
            {
                await peers.UntilTakenAsync(Random.Shared.Next(Messages * (kill + 1) / 8, Messages * (kill + 2) / 8));
                await peers.System.Functions.KillAsync();
                kills.Add(DateTime.UtcNow);
                await peers.System.Functions.StartAsync(Token);
            }
        });
        output.WriteLine($"{kills.Count} kills, {doubles.Count} second copies of {Messages} messages");
        Assert.All(doubles, first => Assert.Contains(kills, kill => first <= kill && kill - first < Window));
    }

    [Fact(Timeout = 300_000)]
    public async Task Killing_Azurite_loses_nobody_and_the_queue_goes_on_where_it_was()
    {
        var kills = new ConcurrentBag<DateTime>();
        var doubles = await RunAsync(async peers =>
        {
            for (var kill = 0; kill < 3; kill++)
            {
                await peers.UntilTakenAsync(Random.Shared.Next(Messages * (kill + 1) / 5, Messages * (kill + 2) / 5));
                await peers.System.Azurite.KillAsync();
                kills.Add(DateTime.UtcNow);
                await peers.System.Azurite.StartAsync(Token);
            }
        });
        output.WriteLine($"{kills.Count} kills, {doubles.Count} second copies of {Messages} messages");
        Assert.All(doubles, first => Assert.Contains(kills, kill => first <= kill && kill - first < Window));
    }

    /// <summary>Each message arrives, unchanged.</summary>
    /// <returns>When the first copy came of those that came twice.</returns>
    private static async Task<List<DateTime>> RunAsync(Func<SendingPeers, Task> killAsync)
    {
        await using var peers = await SendingPeers.StartAsync(
            Enumerable.Range(0, Domains).Select(i => string.Create(CultureInfo.InvariantCulture, $"domain{i}.test")));
        var arrivals = new ConcurrentQueue<(int Number, DateTime At)>();
        foreach (var server in peers.Servers.Values)
        {
            // A little late, as servers are: so that a death finds something under way.
            server.Pause = command => command is "." ? Task.Delay(Random.Shared.Next(20, 200), Token) : Task.CompletedTask;
            server.OnMessage = message => arrivals.Enqueue((SendingPeers.NumberOf(message), DateTime.UtcNow));
        }

        // All of it is there before anything goes.
        await peers.System.Functions.KillAsync();
        await SubmitAsync(peers);
        await peers.System.Functions.StartAsync(Token);
        await killAsync(peers);
        await peers.UntilSettledAsync(Messages, TimeSpan.FromSeconds(150));
        var byNumber = arrivals.ToLookup(arrival => arrival.Number, arrival => arrival.At);
        Assert.Equal(Enumerable.Range(0, Messages), byNumber.Select(copies => copies.Key).Order());
        return [.. byNumber.Where(copies => copies.Count() > 1).SelectMany(copies => copies.Order().SkipLast(1))];
    }

    private static async Task SubmitAsync(SendingPeers peers)
    {
        await using var client = await peers.ConnectAsync(SendingPeers.User);
        for (var i = 0; i < Messages; i++)
        {
            var recipient = string.Create(CultureInfo.InvariantCulture, $"someone@domain{i % Domains}.test");
            await client.SubmitAsync($"<{SendingPeers.User}>", [$"<{recipient}>"], SendingPeers.Message(i, SendingPeers.User, recipient), Token);
        }
    }
}
