using Mail.Core;

namespace Mail.Gateway.Tests;

public class RejectRecordTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_is_recorded_for_the_one_who_would_have_got_the_mail()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Reject, "No");
        await OfferAsync(bench, "sales@example.test");

        var record = Assert.Single(await RecordsAsync(bench, 1));
        Assert.Equal(("alice@example.test", "sales@example.test"), (record.Owner.ToString(), record.Recipient.ToString()));
        Assert.Equal(("s@sender.test", "127.0.0.1", "client.test"), (record.Sender!.ToString(), record.ClientAddress, record.Helo));
        Assert.Equal(
            ("access-sender", "rule sender sender.test REJECT", "554 5.7.1 No"), (record.Reason, record.Detail, record.Reply));
        Assert.InRange(record.At, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Mail_that_is_nobodys_here_is_not_recorded_and_discarded_mail_is()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Recipient, "bob@example.test", AccessAction.Discard);
        bench.Storage.AccessRules.Add(AccessKind.Recipient, "nobody@example.test", AccessAction.Reject);
        await OfferAsync(bench, "nobody@example.test", "unknown@example.test", "someone@foreign.test", "bob@example.test");
        var record = Assert.Single(await RecordsAsync(bench, 1));
        Assert.Equal(("bob@example.test", "access-discard"), (record.Recipient.ToString(), record.Reason));
    }

    [Fact]
    public async Task A_session_does_not_wait_for_the_record_and_storage_that_is_down_costs_the_record_only()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Reject);
        bench.Storage.Rejects.Faults.Unavailable = true;
        await OfferAsync(bench, "alice@example.test");
        await GatewayBench.UntilAsync(() => Task.FromResult(bench.Storage.Rejects.Faults.Operations > 0), "a write was tried");

        bench.Storage.Rejects.Faults.Unavailable = false;
        await OfferAsync(bench, "bob@example.test");
        Assert.Equal("bob@example.test", Assert.Single(await RecordsAsync(bench, 1)).Recipient.ToString());
    }

    [Fact]
    public async Task What_has_not_been_written_when_the_gateway_stops_is_written_then()
    {
        var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Reject);
        await OfferAsync(bench, "alice@example.test");
        await bench.DisposeAsync();
        Assert.Single(await bench.Storage.Rejects.ListAsync(null, DateTimeOffset.MinValue.AddYears(1), Token).ToListAsync(Token));
    }

    private static async Task OfferAsync(GatewayBench bench, params string[] recipients)
    {
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        foreach (var recipient in recipients)
        {
            await client.CommandAsync($"RCPT TO:<{recipient}>");
        }
    }

    private static async Task<List<RejectRecord>> RecordsAsync(GatewayBench bench, int count)
    {
        List<RejectRecord> records = [];
        await GatewayBench.UntilAsync(
            async () =>
            {
                records = await bench.Storage.Rejects.ListAsync(null, DateTimeOffset.UtcNow.AddDays(-1), Token).ToListAsync(Token);
                return records.Count >= count;
            },
            "refusals are recorded");
        return records;
    }
}
