using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mail.Dns;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Messages that are kept back, and what brings them on their way again.</summary>
public sealed class HoldingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task What_the_attachment_policy_holds_is_released_and_arrives_once()
    {
        await using var dns = new FakeDnsServer(DnsZone.Parse("{}"));
        await using var system = await MailSystem.StartAsync(new Dictionary<string, string> { ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString() });
        using var client = new SmtpClient(system.SmtpPort);
        var id = MailSystem.QueueIdOf(await client.SendAsync("alice@example.test", Attachment("run.exe"), Token));

        var held = Assert.Single(await HeldWhenThereAsync(system));
        Assert.Equal(id, held.GetProperty("id").GetString());
        Assert.EndsWith("attachments: blocked: run.exe: a program", held.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await system.ListWhenThereAsync("alice@example.test", 0));

        await system.MailctlAsync("quarantine", "release", id, "--by", "olga");
        await system.ListWhenThereAsync("alice@example.test", 1);
        var again = await system.TryMailctlAsync("quarantine", "release", id, "--by", "peter");

        // What comes behind it comes after whatever a second release could have set going.
        await client.SendAsync("alice@example.test", Attachment("notes.txt"), Token);
        Assert.Equal(2, (await system.ListWhenThereAsync("alice@example.test", 2)).Count);
        Assert.Contains("is not in quarantine", again.Errors, StringComparison.Ordinal);
        Assert.Contains("olga", await system.MailctlAsync("trace", id, "--json"), StringComparison.Ordinal);
        Assert.Equal("[]", (await system.MailctlAsync("quarantine", "list", "--json")).Trim());
        await system.MailctlAsync("check");
    }

    [Fact(Timeout = 300_000)]
    public async Task A_storage_that_goes_away_in_the_middle_of_screening_makes_no_second_copy_and_loses_none()
    {
        await using var scanner = new StalledScanner();
        await using var dns = new FakeDnsServer(DnsZone.Parse("{}"));
        await using var system = await MailSystem.StartAsync(
            new Dictionary<string, string> { ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString() },
            async system => await system.MailctlAsync("setting", "set", "clamav", scanner.Address));
        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("alice@example.test", Attachment("notes.txt"), Token);
        await scanner.Asked.WaitAsync(TimeSpan.FromMinutes(1), Token);

        await system.Azurite.KillAsync();
        scanner.Answer();
        await WaitAsync(() => system.Functions.Output.Contains("StorageUnavailable", StringComparison.Ordinal) || system.Functions.Output.Contains("not available", StringComparison.Ordinal));
        await system.Azurite.StartAsync(Token);

        Assert.Single(await system.ListWhenThereAsync("alice@example.test", 1));
        await client.SendAsync("alice@example.test", Attachment("more.txt"), Token);
        Assert.Equal(2, (await system.ListWhenThereAsync("alice@example.test", 2)).Count);
        await system.MailctlAsync("check");
    }

    private static byte[] Attachment(string name) => Encoding.ASCII.GetBytes(
        $"From: x@sender.test\r\nTo: alice@example.test\r\nSubject: {name}\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
        + $"Content-Disposition: attachment; filename=\"{name}\"\r\n\r\nsome octets\r\n");

    private static async Task<List<JsonElement>> HeldWhenThereAsync(MailSystem system)
    {
        var held = new List<JsonElement>();
        await WaitAsync(async () =>
        {
            held = [.. JsonDocument.Parse(await system.MailctlAsync("quarantine", "list", "--json")).RootElement.EnumerateArray()];
            return held.Count > 0;
        });
        return held;
    }

    private static Task WaitAsync(Func<bool> isThere) => WaitAsync(() => Task.FromResult(isThere()));

    private static async Task WaitAsync(Func<Task<bool>> isThere)
    {
        var limit = Stopwatch.StartNew();
        while (!await isThere())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), "It did not happen.");
            await Task.Delay(200, Token);
        }
    }
}
