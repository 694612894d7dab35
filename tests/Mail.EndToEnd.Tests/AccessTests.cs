using System.Diagnostics;
using System.Text.Json;
using Mail.Dns;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>What an operator changes while the processes run.</summary>
public class AccessTests
{
    private static readonly TimeSpan Live = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rule_is_in_force_within_ten_seconds_and_what_it_refused_is_recorded_and_let_in_by_allow()
    {
        await using var system = await MailSystem.StartAsync(new Dictionary<string, string> { ["MAIL_POSTMASTER"] = "bob@example.test" });
        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("alice@example.test", TestMessages.Numbered(1, 500), Token);

        await system.MailctlAsync("access", "add", "sender", "@sender.test", "reject", "--text", "Not wanted");
        await UntilAsync(async () => await OfferAsync(client, "alice@example.test") == "554 5.7.1 Not wanted");
        Assert.Equal("554 5.7.1 Not wanted", await OfferAsync(client, "bob@example.test"));
        Assert.StartsWith("250 ", await OfferAsync(client, "abuse@example.test"), StringComparison.Ordinal);

        var records = await RecordsAsync(system, "alice@example.test");
        var refused = records[0];
        Assert.Equal("access-sender", refused.GetProperty("reason").GetString());
        Assert.Equal("x@sender.test", refused.GetProperty("sender").GetString());
        await system.MailctlAsync("access", "allow", refused.GetProperty("id").GetString()!);
        await UntilAsync(async () => (await OfferAsync(client, "alice@example.test")).StartsWith("250 ", StringComparison.Ordinal));
        Assert.Equal("554 5.7.1 Not wanted", await OfferAsync(client, "bob@example.test"));

        client.Dispose();
        await client.SendAsync("alice@example.test", TestMessages.Numbered(2, 500), Token);
        await system.ListWhenThereAsync("alice@example.test", 2);
        await system.MailctlAsync("check");
    }

    [Fact]
    public async Task Greylisting_puts_a_stranger_off_and_lets_the_retry_in_also_when_the_gateway_was_started_anew()
    {
        // The sender's domain exists, and the client has no name: enough to be suspicious, which is whom greylisting asks by default.
        await using var dns = new FakeDnsServer(DnsZone.Parse("""{"sender.test": {"MX": ["10 mx.sender.test"]}}"""));
        await using var system = await MailSystem.StartAsync(new Dictionary<string, string>
        {
            ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString(),
            // Loopback would be one of our own machines otherwise.
            ["MAIL_TRUSTED_NETWORKS"] = "192.0.2.0/24",
        });
        await system.MailctlAsync("setting", "set", "greylist-delay", "10s");
        using var client = new SmtpClient(system.SmtpPort);
        await UntilAsync(async () => (await OfferAsync(client, "alice@example.test")).StartsWith("450 4.2.0 Greylisted, ", StringComparison.Ordinal));

        client.Dispose();
        await system.Gateway.KillAsync();
        await system.Gateway.StartAsync(Token);
        await UntilAsync(async () => (await OfferAsync(client, "alice@example.test")).StartsWith("250 ", StringComparison.Ordinal), TimeSpan.FromSeconds(25));
        Assert.StartsWith("450 4.2.0 ", await OfferAsync(client, "bob@example.test"), StringComparison.Ordinal);
        Assert.Equal("greylisted", (await RecordsAsync(system, "alice@example.test"))[0].GetProperty("reason").GetString());
    }

    /// <summary>The answer to one recipient in a transaction that goes no further.</summary>
    private static async Task<string> OfferAsync(SmtpClient client, string recipient)
    {
        await client.ConnectAsync(Token);
        await client.CommandAsync("RSET", Token);
        await client.CommandAsync("MAIL FROM:<x@sender.test>", Token);
        return await client.CommandAsync($"RCPT TO:<{recipient}>", Token);
    }

    private static async Task<List<JsonElement>> RecordsAsync(MailSystem system, string recipient)
    {
        List<JsonElement> records = [];
        await UntilAsync(async () =>
        {
            records = [.. JsonDocument.Parse(await system.MailctlAsync("rejects", "--recipient", recipient, "--json")).RootElement.EnumerateArray()];
            return records.Count > 0;
        });
        return records;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (within ?? Live), $"not within the time it may take");
            await Task.Delay(500, Token);
        }
    }
}
