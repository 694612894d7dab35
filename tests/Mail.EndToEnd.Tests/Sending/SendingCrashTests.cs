using System.Text;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>The function process is killed while it sends. Nobody is left out, and what comes twice comes from the one window that is documented.</summary>
public class SendingCrashTests(ITestOutputHelper output)
{
    private const string User = "alice@example.test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One message stands at each stage when the process dies: as many attempts, one death.</summary>
    [Fact(Timeout = 240_000)]
    public async Task A_death_at_any_stage_of_an_attempt_loses_nobody_and_doubles_in_the_window_only()
    {
        var stages = CrashStages.All();
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var proxy = await StorageProxy.StartAsync(Token);
        await using var peers = await SendingPeers.StartAsync(stages.Select(stage => stage.Domain), proxy);
        proxy.Stops = [.. stages.Select(stage => stage.Storage).OfType<StorageStop>()];
        stages.ToList().ForEach(stage => stage.Prepare(peers.Servers[stage.Domain], killed.Task));
        await using var client = await peers.ConnectAsync(User);
        for (var i = 0; i < stages.Count; i++)
        {
            var recipient = "someone@" + stages[i].Domain;
            // More than fits between us and a server that has stopped reading, or the process would die when all is there.
            var lines = stages[i].Server == "content" ? 400_000 : 1;
            await client.SubmitAsync($"<{User}>", [$"<{recipient}> NOTIFY=FAILURE"], SendingPeers.Message(i, User, recipient, lines), Token);
        }

        await UntilAllStandAsync(stages, peers);
        await peers.System.Functions.KillAsync();
        proxy.Stops = [];
        killed.SetResult();
        await peers.System.Functions.StartAsync(Token);
        // The pointer that nobody deleted comes after 10 s, its job's lease ends after 10, a slot at the destination after 20.
        await peers.UntilSettledAsync(stages.Count, TimeSpan.FromSeconds(90));

        foreach (var stage in stages)
        {
            var copies = peers.Servers[stage.Domain].Messages.Count;
            output.WriteLine($"{stage.Name}: {copies}");
            Assert.True(copies == stage.Copies, $"{stage.Name}: {copies} and not {stage.Copies}");
        }

        await AssertToldOnceAsync(stages, peers);
    }

    private static async Task UntilAllStandAsync(IReadOnlyList<CrashStage> stages, SendingPeers peers)
    {
        try
        {
            await Task.WhenAll(stages.Select(stage => stage.Reached)).WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        catch (TimeoutException)
        {
            var missing = string.Join("; ", stages.Where(stage => !stage.Reached.IsCompleted).Select(stage => $"{stage.Name} ({stage.Domain})"));
            Assert.Fail($"Not reached: {missing}\n{peers.System.Functions.Output}");
        }
    }

    /// <summary>A notice for each message that was refused, and no second one.</summary>
    private static async Task AssertToldOnceAsync(IReadOnlyList<CrashStage> stages, SendingPeers peers)
    {
        var refused = stages.Where(stage => stage.Copies == 0).Select(stage => stage.Domain).Order(StringComparer.Ordinal).ToList();
        await peers.System.ListWhenThereAsync(User, refused.Count);
        var notices = (await peers.System.ExportAsync(User)).ConvertAll(Encoding.UTF8.GetString);
        var told = notices.Select(notice => refused.Single(domain => notice.Contains($"Final-Recipient: rfc822; someone@{domain}\r\n", StringComparison.Ordinal)));
        Assert.Equal(refused, told.Order(StringComparer.Ordinal));
    }
}
