using System.Diagnostics;
using System.Text;

using Mail.Testing;

namespace Mail.EndToEnd.Tests;

public class OneMessageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_stands_in_the_right_mailbox_byte_for_byte()
    {
        await using var system = await MailSystem.StartAsync();
        var sent = TestMessages.Numbered(1, 3000);
        using var client = new SmtpClient(system.SmtpPort);
        var reply = await client.SendAsync("alice@example.test", sent, Token);

        var row = Assert.Single(await system.ListWhenThereAsync("alice@example.test", 1));
        Assert.Equal("message 1", row.GetProperty("subject").GetString());
        Assert.Equal("INBOX", row.GetProperty("folder").GetString());
        var raw = await system.MailctlAsync("mailbox", "show", "alice@example.test", row.GetProperty("id").GetString()!, "--raw");
        Assert.Equal(sent, TestMessages.WithoutOurFields(Encoding.UTF8.GetBytes(raw)));
        Assert.StartsWith("Return-Path: <x@sender.test>\r\nDelivered-To: alice@example.test\r\nReceived: ", raw, StringComparison.Ordinal);
        Assert.Equal("[]", (await system.MailctlAsync("mailbox", "list", "bob@example.test", "--json")).Trim());

        var queueId = MailSystem.QueueIdOf(reply);
        Assert.StartsWith(queueId + "-", row.GetProperty("id").GetString(), StringComparison.Ordinal);
        var trace = await system.MailctlAsync("trace", queueId, "--json");
        Assert.Contains("account alice@example.test", trace, StringComparison.Ordinal);
        Assert.Contains(queueId, await system.MailctlAsync("trace", "n1@sender.test", "--json"), StringComparison.Ordinal);
        await system.MailctlAsync("check");
    }

    [Fact]
    public async Task A_small_message_to_one_local_recipient_costs_at_most_8_storage_operations()
    {
        await using var system = await MailSystem.StartAsync();
        using var client = new SmtpClient(system.SmtpPort);
        // Warm: connections, containers, folder rows and directory rows are there, as they are under any load.
        await SendAndWaitAsync(system, client, 0);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);

        const int Messages = 20;
        var before = Operations(system).Count;
        for (var i = 1; i <= Messages; i++)
        {
            await SendAndWaitAsync(system, client, i);
        }

        // Looking for messages happens without messages too, at any rate; each message is found by one look. Directory, access rules, settings and which
        // models are in force are read again every few seconds, however many messages there are, and timers come when their time is.
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        var operations = Operations(system).Skip(before).Where(operation => !IsPoll(operation) && !IsTableRead(operation) && !IsModelLook(operation) && !IsTimer(operation)).ToList();
        var perMessage = 1 + ((double)operations.Count / Messages);
        Assert.True(
            perMessage <= 8,
            $"{perMessage} operations per message:\n{string.Join('\n', operations.GroupBy(WithoutIds).Select(g => $"{g.Count()} {g.Key}"))}");
        // At least: spool, enqueue, open, deliver, index, record, complete. A lower figure means that the log was misread.
        Assert.True(perMessage >= 7, $"only {perMessage} operations per message");
    }

    [Fact]
    public async Task Mail_is_there_within_two_seconds_of_its_250()
    {
        await using var system = await MailSystem.StartAsync();
        using var client = new SmtpClient(system.SmtpPort);
        await SendAndWaitAsync(system, client, 0);
        var times = new List<TimeSpan>();
        for (var i = 1; i <= 3; i++)
        {
            // Long enough for the pollers to have slowed down to their longest interval.
            await Task.Delay(TimeSpan.FromSeconds(4), Token);
            times.Add(await SendAndWaitAsync(system, client, i));
        }

        // The best of three: another process may have the machine.
        Assert.True(times.Min() < TimeSpan.FromSeconds(2), $"delivered {string.Join(", ", times)} after the 250");
    }

    /// <summary>Gives the time from the 250 to the recorded delivery.</summary>
    private static async Task<TimeSpan> SendAndWaitAsync(MailSystem system, SmtpClient client, int number)
    {
        var queueId = MailSystem.QueueIdOf(await client.SendAsync("alice@example.test", TestMessages.Numbered(number, 2000), Token));
        var since = Stopwatch.StartNew();
        while (!system.Functions.Output.Contains(queueId + ": to=", StringComparison.Ordinal))
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(30), $"{queueId} was not delivered. Functions wrote:\n{system.Functions.Output}");
            await Task.Delay(10, Token);
        }

        return since.Elapsed;
    }

    /// <summary>Method and address of each request in Azurite's access log.</summary>
    private static List<string> Operations(MailSystem system) =>
        [.. system.Azurite.Output.Split('\n').Where(line => line.Contains(" HTTP/1.1\" ", StringComparison.Ordinal)).Select(line => line.Split('"')[1])];

    private static bool IsPoll(string operation) =>
        operation.StartsWith("GET ", StringComparison.Ordinal) && operation.Contains("/messages?", StringComparison.Ordinal)
        || operation.Contains("numofmessages", StringComparison.Ordinal);

    private static bool IsTableRead(string operation) =>
        operation.StartsWith("GET ", StringComparison.Ordinal)
        && new[] { "/Domains(", "/Accounts(", "/Aliases(", "/Access(", "/Settings(" }.Any(table => operation.Contains(table, StringComparison.Ordinal));

    private static bool IsModelLook(string operation) =>
        operation.StartsWith("GET ", StringComparison.Ordinal) && operation.Contains("/models/", StringComparison.Ordinal) && operation.Contains("/current.json", StringComparison.Ordinal);

    // Locks, and listings: a message is never looked for in a listing.
    private static bool IsTimer(string operation) =>
        operation.Contains("/locks/", StringComparison.Ordinal)
        || operation.StartsWith("GET /devstoreaccount1/spool?restype=container&comp=list", StringComparison.Ordinal)
        || operation.StartsWith("GET /devstoreaccount1/Messages()?$format", StringComparison.Ordinal)
        || operation.StartsWith("GET /devstoreaccount1/StsPolicies()", StringComparison.Ordinal)
        || operation.StartsWith("GET /devstoreaccount1/RemoteAccounts()", StringComparison.Ordinal)
        || operation.StartsWith("GET /devstoreaccount1/DmarcResults()", StringComparison.Ordinal)
        || operation.StartsWith("GET /devstoreaccount1/TlsReports()", StringComparison.Ordinal);

    private static string WithoutIds(string operation) =>
        System.Text.RegularExpressions.Regex.Replace(operation, "[0-9a-z]{26}|[0-9a-f-]{36}|popreceipt=[^ &]*", "*");
}
