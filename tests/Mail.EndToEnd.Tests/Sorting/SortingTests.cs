using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Rules that an operator adds while mail comes, with real processes on all sides.</summary>
public sealed class SortingTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Settings = new() { ["AzureWebJobs_Outbound_Disabled"] = "false" };

    private readonly ScriptedSmtpServer _far = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task A_rule_is_in_force_within_ten_seconds_and_so_is_its_change()
    {
        await using var system = await StartAsync();
        using var client = new SmtpClient(system.SmtpPort);
        await SendAsync(system, client, 1);
        Assert.Equal("INBOX", await FolderOfAsync(system, 1));

        await system.MailctlAsync(
            "rule", "add", "alice@example.test", "lists", "--test", "header :contains \"subject\" \"message\"", "--actions", "fileinto :flags \"$Work\" \"Lists\";");
        await Task.Delay(TimeSpan.FromSeconds(10), Token);
        await SendAsync(system, client, 2);
        Assert.Equal("Lists", await FolderOfAsync(system, 2));

        await system.MailctlAsync("rule", "add", "alice@example.test", "lists", "--replace", "--actions", "discard;");
        await Task.Delay(TimeSpan.FromSeconds(10), Token);
        await SendAsync(system, client, 3);
        await system.MailctlAsync("rule", "rollback", "alice@example.test", "lists");
        await Task.Delay(TimeSpan.FromSeconds(10), Token);
        await SendAsync(system, client, 4);
        Assert.Equal("Lists", await FolderOfAsync(system, 4));
        Assert.Equal(3, (await system.ListWhenThereAsync("alice@example.test", 3)).Count);

        var listed = (await system.ListWhenThereAsync("alice@example.test", 3)).First(row => row.GetProperty("folder").GetString() == "Lists");
        var shown = JsonDocument.Parse(await system.MailctlAsync("mailbox", "show", "alice@example.test", listed.GetProperty("id").GetString()!, "--json"));
        Assert.Contains("Lists: rule lists@", shown.RootElement.GetProperty("sort").GetString(), StringComparison.Ordinal);
        await system.MailctlAsync("check");
    }

    [Fact(Timeout = 240_000)]
    public async Task A_redirect_leaves_for_another_server_and_an_absent_owner_answers_once()
    {
        await using var system = await StartAsync(async system =>
        {
            await system.MailctlAsync("rule", "add", "alice@example.test", "on", "--actions", "redirect :copy \"joe@far.test\";");
            await system.MailctlAsync("rule", "add", "alice@example.test", "away", "--actions", "vacation :days 7 \"I am away.\";");
        });
        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("alice@example.test", TestMessages.Numbered(1, 1000), Token);
        await client.SendAsync("alice@example.test", TestMessages.Numbered(2, 1000), Token);
        await UntilAsync(() => _far.Messages.Count >= 3, system);
        await UntilQuietAsync(system);

        Assert.Equal(2, _far.Messages.Count(message => message.Recipients[0].StartsWith("RCPT TO:<joe@far.test>", StringComparison.Ordinal)));
        var answer = Assert.Single(_far.Messages, message => message.Mail.StartsWith("MAIL FROM:<>", StringComparison.Ordinal));
        Assert.StartsWith("RCPT TO:<x@sender.test>", answer.Recipients[0], StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString(answer.Content);
        Assert.Contains("Auto-Submitted: auto-replied\r\n", text, StringComparison.Ordinal);
        Assert.Contains("I am away.", text, StringComparison.Ordinal);
        Assert.Equal(2, (await system.ListWhenThereAsync("alice@example.test", 2)).Count);
    }

    public ValueTask DisposeAsync() => _far.DisposeAsync();

    private Task<MailSystem> StartAsync(Func<MailSystem, Task>? prepare = null) => MailSystem.StartAsync(Settings, async system =>
    {
        await system.MailctlAsync("transport", "add", "*", "--smarthost", string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{_far.Port}"), "--tls", "none");
        await (prepare?.Invoke(system) ?? Task.CompletedTask);
    });

    private static async Task SendAsync(MailSystem system, SmtpClient client, int number)
    {
        await client.SendAsync("alice@example.test", TestMessages.Numbered(number, 1000), Token);
        await UntilQuietAsync(system);
    }

    private static async Task<string?> FolderOfAsync(MailSystem system, int number)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"message {number}");
        var rows = JsonDocument.Parse(await system.MailctlAsync("mailbox", "list", "alice@example.test", "--limit", "0", "--json")).RootElement;
        return Assert.Single(rows.EnumerateArray(), row => row.GetProperty("subject").GetString() == subject).GetProperty("folder").GetString();
    }

    private static async Task UntilQuietAsync(MailSystem system)
    {
        for (var quiet = 0; quiet < 2;)
        {
            quiet = (await system.MailctlAsync("queue", "list", "--json")).Trim() == "[]" ? quiet + 1 : 0;
            await Task.Delay(200, Token);
        }
    }

    private static async Task UntilAsync(Func<bool> condition, MailSystem system)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), $"waited in vain. Functions wrote:\n{system.Functions.Output}");
            await Task.Delay(100, Token);
        }
    }
}
