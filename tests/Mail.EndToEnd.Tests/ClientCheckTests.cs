using Mail.Dns;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>The gateway as a process, with a real resolver and real packets.</summary>
public class ClientCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_found_out_about_a_client_stands_in_the_trace_and_is_not_asked_twice()
    {
        await using var dns = new FakeDnsServer(DnsZone.Parse(
            """
            {
              "1.0.0.127.in-addr.arpa": {"PTR": ["mail.sender.test"]}, "mail.sender.test": {"A": ["127.0.0.1"]},
              "sender.test": {"MX": ["10 mail.sender.test"]}
            }
            """));
        await using var system = await MailSystem.StartAsync(new Dictionary<string, string>
        {
            ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString(),
            // Loopback would be one of our own machines otherwise.
            ["MAIL_TRUSTED_NETWORKS"] = "none",
        });
        using var client = new SmtpClient(system.SmtpPort);

        var reply = await client.SendAsync("alice@example.test", TestMessages.Numbered(1, 500), Token);
        var asked = dns.Questions.Count;
        client.Dispose();
        await client.SendAsync("alice@example.test", TestMessages.Numbered(2, 500), Token);

        // PTR, A, MX; a second message of the same client costs nothing.
        Assert.Equal(3, asked);
        Assert.Equal(asked, dns.Questions.Count);
        var trace = await system.MailctlAsync("trace", MailSystem.QueueIdOf(reply), "--json");
        Assert.Contains("greet pass, rdns pass (mail.sender.test), helo pass, sender pass", trace, StringComparison.Ordinal);
    }
}
