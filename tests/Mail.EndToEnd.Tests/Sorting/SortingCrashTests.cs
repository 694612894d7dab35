using System.Globalization;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>The function process is killed while it sorts. Whatever rules ask for is done once.</summary>
public sealed class SortingCrashTests : IAsyncDisposable
{
    private readonly ScriptedSmtpServer _far = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One message stands at each stage when the process dies: as many runs, one death.</summary>
    [Fact(Timeout = 300_000)]
    public async Task A_death_at_any_stage_leaves_each_action_done_once()
    {
        var stages = SortingStages.All();
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Sending has windows of its own: nothing is given to the other server before the death.
        _far.Pause = command => command.StartsWith("MAIL", StringComparison.Ordinal) ? killed.Task : Task.CompletedTask;
        await using var proxy = await StorageProxy.StartAsync(Token);
        proxy.Stops = [.. stages.Select(stage => stage.Stop)];
        await using var system = await MailSystem.StartAsync(
            new Dictionary<string, string> { ["AzureWebJobs_Outbound_Disabled"] = "false", ["MAIL_QUEUE_LEASE_SECONDS"] = "10" },
            system => PrepareAsync(system, stages),
            proxy);
        await SendAsync(system, stages);
        await UntilAllStandAsync(stages, system);

        await system.Functions.KillAsync();
        proxy.Stops = [];
        killed.SetResult();
        await system.Functions.StartAsync(Token);
        foreach (var stage in stages)
        {
            await system.ListWhenThereAsync(stage.Recipient, 3);
        }

        await UntilQuietAsync(system);
        foreach (var stage in stages)
        {
            await AssertOnceAsync(system, stage);
        }
    }

    public ValueTask DisposeAsync() => _far.DisposeAsync();

    private async Task PrepareAsync(MailSystem system, IReadOnlyList<SortingStage> stages)
    {
        await system.MailctlAsync("transport", "add", "*", "--smarthost", string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{_far.Port}"), "--tls", "none");
        await system.MailctlAsync(
            "rule", "add", "--domain", "example.test", "all",
            "--test", "allof(not duplicate, header :matches \"X-Stage\" \"*\")",
            "--actions", "fileinto :copy \"A\"; fileinto :copy \"B\"; redirect :copy \"x@${1}\"; vacation \"away\";");
        foreach (var stage in stages)
        {
            await system.MailctlAsync("account", "add", stage.Recipient, "--no-password");
        }
    }

    private static async Task SendAsync(MailSystem system, IReadOnlyList<SortingStage> stages)
    {
        using var client = new SmtpClient(system.SmtpPort);
        await client.ConnectAsync(Token);
        foreach (var stage in stages)
        {
            Assert.StartsWith("250", await client.CommandAsync($"MAIL FROM:<s@{stage.Domain}>", Token), StringComparison.Ordinal);
            Assert.StartsWith("250", await client.CommandAsync($"RCPT TO:<{stage.Recipient}>", Token), StringComparison.Ordinal);
            Assert.StartsWith("354", await client.CommandAsync("DATA", Token), StringComparison.Ordinal);
            var message = $"From: s@{stage.Domain}\r\nTo: {stage.Recipient}\r\nSubject: {stage.Domain}\r\nX-Stage: {stage.Domain}\r\nMessage-ID: <1@{stage.Domain}>\r\n\r\nhi\r\n.";
            Assert.StartsWith("250", await client.CommandAsync(message, Token), StringComparison.Ordinal);
        }
    }

    private static async Task UntilAllStandAsync(IReadOnlyList<SortingStage> stages, MailSystem system)
    {
        try
        {
            await Task.WhenAll(stages.Select(stage => stage.Stop.Reached)).WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        catch (TimeoutException)
        {
            var missing = string.Join("; ", stages.Where(stage => !stage.Stop.Reached.IsCompleted).Select(stage => $"{stage.Name} ({stage.Domain})"));
            Assert.Fail($"Not reached: {missing}\n{system.Functions.Output}");
        }
    }

    private static async Task UntilQuietAsync(MailSystem system)
    {
        for (var quiet = 0; quiet < 3;)
        {
            quiet = (await system.MailctlAsync("queue", "list", "--json")).Trim() == "[]" ? quiet + 1 : 0;
            await Task.Delay(500, Token);
        }
    }

    private async Task AssertOnceAsync(MailSystem system, SortingStage stage)
    {
        var mail = await system.ListWhenThereAsync(stage.Recipient, 3);
        Assert.True(
            mail.Select(message => message.GetProperty("folder").GetString()).Order(StringComparer.Ordinal).SequenceEqual(["A", "B", "INBOX"]),
            $"{stage.Name}: {string.Join(", ", mail.Select(message => message.GetProperty("folder")))}");
        var redirected = _far.Messages.Count(message => message.Recipients[0].StartsWith($"RCPT TO:<x@{stage.Domain}>", StringComparison.Ordinal));
        var answered = _far.Messages.Count(message =>
            message.Mail.StartsWith("MAIL FROM:<>", StringComparison.Ordinal) && message.Recipients[0].StartsWith($"RCPT TO:<s@{stage.Domain}>", StringComparison.Ordinal));
        Assert.True((redirected, answered) == (1, 1), $"{stage.Name}: redirected {redirected} times, answered {answered} times");
    }
}
