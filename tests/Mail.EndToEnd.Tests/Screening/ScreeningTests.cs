using System.Text;
using System.Text.Json;
using Mail.Dns;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Who sent a message, and what is done about it, with a DNS server of the test's.</summary>
public sealed class ScreeningTests
{
    private const string Zone = """
        {
          "sender.test": {"TXT": ["v=spf1 ip4:127.0.0.1 -all"], "A": ["127.0.0.1"]},
          "forged.test": {"TXT": ["v=spf1 -all"], "A": ["192.0.2.1"]},
          "_dmarc.forged.test": {"TXT": ["v=DMARC1; p=reject"]}
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task What_its_domain_disowns_is_in_Junk_with_the_reason_and_goes_no_further()
    {
        await using var dns = new FakeDnsServer(DnsZone.Parse(Zone));
        await using var system = await MailSystem.StartAsync(
            new Dictionary<string, string> { ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString() },
            async system => await system.MailctlAsync("alias", "add", "on@example.test", "joe@far.test", "alice@example.test"));
        using var client = new SmtpClient(system.SmtpPort);
        var forged = await SendAsync(client, "on@example.test", "x@forged.test");
        var honest = await SendAsync(client, "on@example.test", "x@sender.test");
        var rows = await system.ListWhenThereAsync("alice@example.test", 2);

        Assert.Equal(["INBOX", "Junk"], rows.Select(row => row.GetProperty("folder").GetString()).Order());
        var junk = rows.Single(row => row.GetProperty("folder").GetString() == "Junk").GetProperty("id").GetString()!;
        var shown = JsonDocument.Parse(await system.MailctlAsync("mailbox", "show", "alice@example.test", junk, "--json")).RootElement.GetProperty("screening");
        Assert.Equal("forged.test asks to reject what is not its own: filed as spam", shown.GetProperty("policy").GetString());
        Assert.Contains("dmarc=fail", shown.GetProperty("authentication").GetString(), StringComparison.Ordinal);

        // The field that the sender has put there for us to believe is gone, ours is there, and the raw message is as it came.
        var raw = await system.MailctlAsync("mailbox", "show", "alice@example.test", junk, "--raw");
        Assert.DoesNotContain("dmarc=pass", raw, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthentication-Results: mx.example.test;\r\n", raw, StringComparison.Ordinal);
        Assert.Contains("\r\nReceived-SPF: fail\r\n", raw, StringComparison.Ordinal);

        var trace = await system.MailctlAsync("trace", forged, "--json");
        Assert.Contains("not sent on to joe@far.test", trace, StringComparison.Ordinal);
        Assert.Contains("filed as spam", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("outbound", trace, StringComparison.Ordinal);
        Assert.Contains("outbound", await system.MailctlAsync("trace", honest, "--json"), StringComparison.Ordinal);
        await system.MailctlAsync("check");
    }

    private static async Task<string> SendAsync(SmtpClient client, string to, string from)
    {
        var message = $"Authentication-Results: MX.example.test; dmarc=pass header.from=forged.test\r\nFrom: X <{from}>\r\nTo: {to}\r\nSubject: from {from}\r\n\r\nHello\r\n";
        return MailSystem.QueueIdOf(await client.SendAsync(to, Encoding.ASCII.GetBytes(message), Token, from));
    }
}
