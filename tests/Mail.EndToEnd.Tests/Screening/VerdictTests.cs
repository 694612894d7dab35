using System.Text;
using System.Text.Json;
using Mail.Dns;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>What the filter says, what strangers would have it say, and saying it again.</summary>
public sealed class VerdictTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task A_strangers_word_on_spam_does_not_count_and_the_verdict_is_come_to_again()
    {
        await using var dns = new FakeDnsServer(DnsZone.Parse("{}"));
        await using var system = await MailSystem.StartAsync(new Dictionary<string, string> { ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString() }, TrainAsync);
        using var client = new SmtpClient(system.SmtpPort);
        var plain = await SendAsync(client, Spam(98));
        var claimed = await SendAsync(client, "X-Spam-Status: No, score=-100\r\nX-Spam-Flag: NO\r\nX-Spam-Score: 0\r\n" + Spam(99));
        var accused = await SendAsync(client, "X-Spam-Status: Yes, score=100\r\nX-Spam-Flag: YES\r\nX-Spam-Score: 100\r\n" + Ham(99));

        var rows = (await system.ListWhenThereAsync("alice@example.test", 3)).ToDictionary(row => row.GetProperty("id").GetString()![..26]);

        string Folder(string id) => rows[id].GetProperty("folder").GetString()!;
        // Whether it is spam or may be one: fields that the model has not seen make it less sure.
        Assert.All([plain, claimed], id => Assert.Contains(Folder(id), new[] { "Junk", "Unsure" }));
        Assert.Equal("INBOX", Folder(accused));
        var shown = await system.MailctlAsync("mailbox", "show", "alice@example.test", rows[claimed].GetProperty("id").GetString()!);
        var status = shown.Split('\n').First(line => line.StartsWith("X-Spam-Status:", StringComparison.Ordinal));
        Assert.DoesNotContain("-100", status, StringComparison.Ordinal);
        foreach (var id in rows.Keys)
        {
            var replayed = JsonDocument.Parse(await system.MailctlAsync("replay", id, "--verify", "--json")).RootElement.ToString();
            Assert.Contains("same", replayed, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task<string> SendAsync(SmtpClient client, string message) =>
        MailSystem.QueueIdOf(await client.SendAsync("alice@example.test", Encoding.ASCII.GetBytes(message), Token));

    private static async Task TrainAsync(MailSystem system)
    {
        foreach (var (name, text) in new[] { ("ham", (Func<int, string>)Ham), ("spam", Spam) })
        {
            var folder = Directory.CreateDirectory(Path.Combine(system.Folder, name)).FullName;
            for (var i = 0; i < 30; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.eml"), text(i), Token);
            }

            await system.MailctlAsync("spam", "train", "--site", $"--{name}", folder);
        }

        await system.MailctlAsync("spam", "compact", "--site");
    }

    private static string Ham(int i) =>
        $"From: Carol <carol{i}@sender.test>\r\nTo: alice@example.test\r\nSubject: minutes of the meeting {i}\r\n\r\nDear Alice, attached are the minutes of our meeting on Tuesday, number {i}.\r\n";

    private static string Spam(int i) =>
        $"From: Pills <pills{i}@sender.test>\r\nTo: alice@example.test\r\nSubject: cheap pills now {i}\r\n\r\nBuy cheap pills at once, limited offer number {i}, click here, no prescription.\r\n";
}
