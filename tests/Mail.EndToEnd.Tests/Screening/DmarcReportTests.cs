using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mail.Azure;
using Mail.Core;
using Mail.Dns;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>
/// A day's report about another domain, from the mail that came in its name to the server that it is sent to; then the same report, as it left, read by
/// the domain that it is about.
/// </summary>
public sealed class DmarcReportTests
{
    private const string Zone = """
        {
          "shop.test": {"TXT": ["v=spf1 ip4:127.0.0.1 -all"], "A": ["127.0.0.1"]},
          "_dmarc.shop.test": {"TXT": ["v=DMARC1; p=reject; rua=mailto:reports@shop.test"]},
          "forger.test": {"TXT": ["v=spf1 ip4:127.0.0.1 -all"], "A": ["127.0.0.1"]},
          "_dmarc.example.test": {"TXT": ["v=DMARC1; p=reject; rua=mailto:dmarc@example.test"]}
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task The_report_of_a_day_leaves_signed_is_read_by_whom_it_is_about_and_breeds_no_other()
    {
        await using var dns = new FakeDnsServer(DnsZone.Parse(Zone));
        await using var shop = new ScriptedSmtpServer();
        await using var system = await MailSystem.StartAsync(
            new Dictionary<string, string>
            {
                ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString(),
                ["MAIL_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["AzureWebJobs_Outbound_Disabled"] = "false",
            },
            system => PrepareAsync(system, shop.Port, dns));
        var storage = new AzureStorage(new StorageOptions { Connection = system.Storage });
        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("alice@example.test", Message("x@shop.test"), Token, "x@shop.test");
        await client.SendAsync("alice@example.test", Message("y@shop.test"), Token, "x@forger.test");
        await system.ListWhenThereAsync("alice@example.test", 2);

        await EndTheDayAsync(system, storage);
        await system.RunFunctionAsync("DmarcReports");
        await UntilAsync(() => Task.FromResult(shop.Messages.Count == 1), "no report has come", system);
        await system.RunFunctionAsync("DmarcReports");
        Assert.Empty(await storage.DmarcDays.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));

        var report = Assert.Single(shop.Messages);
        var text = Encoding.ASCII.GetString(report.Content);
        Assert.StartsWith("MAIL FROM:<>", report.Mail, StringComparison.Ordinal);
        Assert.StartsWith("RCPT TO:<reports@shop.test>", Assert.Single(report.Recipients), StringComparison.Ordinal);
        Assert.Contains("\r\nSubject: Report Domain: shop.test", text, StringComparison.Ordinal);
        Assert.Contains("d=example.test;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", text, StringComparison.Ordinal);

        await ReadAsync(system, client, report.Content);
        var view = Assert.Single(JsonDocument.Parse(await system.MailctlAsync("dmarc", "list", "shop.test", "--json")).RootElement.EnumerateArray());
        Assert.Equal((2, 1, 1), (view.GetProperty("messages").GetInt32(), view.GetProperty("passed").GetInt32(), view.GetProperty("failed").GetInt32()));
        var reporter = Assert.Single(view.GetProperty("reporters").EnumerateArray());
        Assert.Equal(("example.test", 1), (reporter.GetProperty("reporter").GetString(), reporter.GetProperty("reports").GetInt32()));
        Assert.Contains("1 message from 127.0.0.1 claimed to be you and failed", await system.MailctlAsync("dmarc", "show", "shop.test"), StringComparison.Ordinal);

        // What is not written when the process stops is counted nowhere.
        Assert.Equal(0, await system.Functions.StopAsync(Token));
        Assert.Empty(await storage.DmarcDays.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));
        Assert.Single(shop.Messages);
    }

    private static async Task PrepareAsync(MailSystem system, int port, FakeDnsServer dns)
    {
        await system.MailctlAsync("setting", "set", "dmarc-report-sender", "noreply-dmarc@example.test");
        await system.MailctlAsync("transport", "add", "shop.test", "--smarthost", $"[127.0.0.1]:{port}", "--tls", "none");
        await system.MailctlAsync("domain", "dkim", "create", "example.test");
        await system.MailctlAsync("domain", "dkim", "rotate", "example.test", "--force");
        var storage = new AzureStorage(new StorageOptions { Connection = system.Storage });
        await foreach (var key in storage.OpenDkimKeyEditor(null).ListAsync(null, Token))
        {
            dns.Script(key.RecordName, query => DnsPacket.AnswerTo(query).Add(new DnsRecord.Text(key.RecordText), DnsType.Txt).ToArray());
        }
    }

    /// <summary>Makes what was counted today yesterday's work: the functions write it when they are stopped, and report it when they are back.</summary>
    private static async Task EndTheDayAsync(MailSystem system, AzureStorage storage)
    {
        Assert.Equal(0, await system.Functions.StopAsync(Token));
        var day = Assert.Single(await storage.DmarcDays.ListAsync(DateOnly.MaxValue, Token).ToListAsync(Token));
        Assert.Equal(("shop.test", 2L), (day.Domain, day.Tallies.Sum(tally => tally.Count)));
        await storage.DmarcDays.AddAsync(QueueId.New(TimeProvider.System), [day with { Day = day.Day.AddDays(-2) }], Token);
        await storage.DmarcDays.RemoveAsync(day.Day, day.Domain, Token);
        await system.Functions.StartAsync(Token);
    }

    /// <summary>From here on shop.test is ours too, and gets the report as it left.</summary>
    private static async Task ReadAsync(MailSystem system, SmtpClient client, byte[] report)
    {
        await system.MailctlAsync("domain", "add", "shop.test");
        await system.MailctlAsync("account", "add", "reports@shop.test", "--no-password");
        await system.MailctlAsync("setting", "set", "dmarc-report-address", "reports@shop.test");
        await UntilAsync(() => IsAcceptedAsync(client), "the gateway does not know the account", system);
        // The functions look by themselves, every ten seconds; before that the message would wait for minutes.
        await Task.Delay(TimeSpan.FromSeconds(11), Token);
        await client.SendAsync("reports@shop.test", report, Token, sender: "");
        await UntilAsync(() => IsReadAsync(system), "the report is not counted", system);
    }

    private static async Task<bool> IsAcceptedAsync(SmtpClient client)
    {
        await client.ConnectAsync(Token);
        await client.CommandAsync("MAIL FROM:<>", Token);
        var reply = await client.CommandAsync("RCPT TO:<reports@shop.test>", Token);
        await client.CommandAsync("RSET", Token);
        return reply.StartsWith("250", StringComparison.Ordinal);
    }

    /// <summary>Settings are in force everywhere after ten seconds.</summary>
    private static async Task<bool> IsReadAsync(MailSystem system)
    {
        await system.RunFunctionAsync("DmarcInbox");
        var rows = JsonDocument.Parse(await system.MailctlAsync("mailbox", "list", "reports@shop.test", "--limit", "0", "--json")).RootElement.EnumerateArray();
        return rows.Any(row => row.GetProperty("folder").GetString() == "Done");
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string otherwise, MailSystem system)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{otherwise}. Functions wrote:\n{system.Functions.Output}");
            await Task.Delay(500, Token);
        }
    }

    private static byte[] Message(string from) =>
        Encoding.ASCII.GetBytes($"From: X <{from}>\r\nTo: alice@example.test\r\nSubject: from {from}\r\nMessage-ID: <{from}>\r\n\r\nHello\r\n");
}
