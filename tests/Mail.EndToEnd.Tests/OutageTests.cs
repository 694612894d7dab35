using System.Net.Sockets;
using System.Text;

using Mail.Testing;

namespace Mail.EndToEnd.Tests;

public class OutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task With_storage_down_nothing_is_accepted_and_afterwards_all_is_well()
    {
        await using var system = await MailSystem.StartAsync();
        using var client = new SmtpClient(system.SmtpPort);
        await client.ConnectAsync(Token);
        await system.Azurite.KillAsync();

        Assert.StartsWith("250", await client.CommandAsync("MAIL FROM:<x@sender.test>", Token), StringComparison.Ordinal);
        Assert.StartsWith("451 4.3.0", await client.CommandAsync("RCPT TO:<bob@example.test>", Token), StringComparison.Ordinal);

        await system.Azurite.StartAsync(Token);
        Assert.StartsWith("250", await client.CommandAsync("RSET", Token), StringComparison.Ordinal);
        var sent = TestMessages.Numbered(1, 2000);
        await client.SendAsync("alice@example.test", sent, Token);
        await system.ListWhenThereAsync("alice@example.test", 1);
        Assert.Equal(sent, TestMessages.WithoutOurFields(Assert.Single(await system.ExportAsync("alice@example.test"))));
        await system.MailctlAsync("check");
    }

    [Fact(Timeout = 300_000)]
    public async Task Garbage_harms_nobody()
    {
        await using var system = await MailSystem.StartAsync();
        foreach (var garbage in new[]
        {
            new string('A', 200_000),
            "\0\0\0\u0001\u00ff",
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nSubject: cut off\r\n\r\nno end",
            "EHLO x\nMAIL FROM:<>\nRCPT TO:<alice@example.test>\nDATA\n\n.\n",
        })
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync("127.0.0.1", system.SmtpPort, Token);
            await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(garbage), Token);
        }

        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("alice@example.test", TestMessages.Numbered(1, 2000), Token);
        Assert.Single(await system.ListWhenThereAsync("alice@example.test", 1));
        await system.MailctlAsync("check");
    }

    [Fact(Timeout = 300_000)]
    public async Task Sigterm_ends_gateway_and_functions_cleanly()
    {
        await using var system = await MailSystem.StartAsync();
        using var client = new SmtpClient(system.SmtpPort);
        await client.ConnectAsync(Token);
        Assert.Equal(0, await system.Gateway.StopAsync(Token));
        Assert.Equal(0, await system.Functions.StopAsync(Token));
    }
}
