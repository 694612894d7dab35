using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>The day on which everything is gone.</summary>
public class BackupDrillTests
{
    private const int Before = 20;
    private const int During = 60;
    private const int Waiting = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Everything_is_deleted_and_comes_back_and_what_waited_is_delivered()
    {
        await using var system = await MailSystem.StartAsync();
        var backup = Path.Combine(system.Folder, "backup");
        var sent = new List<byte[]>();
        await SendAsync(system, sent, Before);
        await system.ListWhenThereAsync("alice@example.test", Before);
        await system.MailctlAsync("rule", "add", "alice@example.test", "lists", "--test", "header :contains \"list-id\" \"x\"", "--actions", "fileinto \"Lists\";");

        // Mail goes on while the first one is made.
        var arriving = SendAsync(system, sent, During);
        await system.MailctlAsync("backup", backup);
        await arriving;
        await system.ListWhenThereAsync("alice@example.test", Before + During);

        await system.Functions.StopAsync(Token);
        await SendAsync(system, sent, Waiting);
        await system.Gateway.StopAsync(Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        await system.MailctlAsync("backup", backup);

        await DeleteEverythingAsync(system);
        Assert.Equal(1, (await system.TryMailctlAsync("mailbox", "list", "alice@example.test")).ExitCode);
        await system.MailctlAsync("restore", backup);
        await Task.WhenAll(system.Gateway.StartAsync(Token), system.Functions.StartAsync(Token));

        await system.ListWhenThereAsync("alice@example.test", sent.Count);
        var arrived = (await system.ExportAsync("alice@example.test")).Select(TestMessages.WithoutOurFields);
        Assert.Equal(sent.Select(Convert.ToHexString).Order(), arrived.Select(Convert.ToHexString).Order());
        await system.MailctlAsync("check");
        Assert.Contains("lists", await system.MailctlAsync("rule", "list", "alice@example.test"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_backup_of_a_system_that_works_has_a_message_for_every_row()
    {
        await using var system = await MailSystem.StartAsync();
        var backup = Path.Combine(system.Folder, "backup");
        var sent = new List<byte[]>();
        await SendAsync(system, sent, Before);
        await system.ListWhenThereAsync("alice@example.test", Before);
        var arriving = SendAsync(system, sent, During);
        await system.MailctlAsync("backup", backup);
        await arriving;
        await system.Functions.StopAsync(Token);
        await system.Gateway.StopAsync(Token);

        await DeleteEverythingAsync(system);
        await system.MailctlAsync("restore", backup);
        await Task.WhenAll(system.Gateway.StartAsync(Token), system.Functions.StartAsync(Token));

        // Each row's message can be read: an export reads them all.
        var rows = await system.ListWhenThereAsync("alice@example.test", Before);
        Assert.True((await system.ExportAsync("alice@example.test")).Count >= rows.Count, "a row has no message");
    }

    private static async Task DeleteEverythingAsync(MailSystem system)
    {
        await system.Azurite.KillAsync();
        Directory.Delete(Path.Combine(system.Folder, "azurite"), recursive: true);
        await system.Azurite.StartAsync(Token);
    }

    private static async Task SendAsync(MailSystem system, List<byte[]> sent, int count)
    {
        using var client = new SmtpClient(system.SmtpPort);
        for (var number = 0; number < count; number++)
        {
            var message = TestMessages.Numbered(sent.Count + 1, 2000);
            await client.SendAsync("alice@example.test", message, Token);
            sent.Add(message);
        }
    }
}
