using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>A user teaches the filter by moving mail, with real processes on all sides.</summary>
public sealed class TrainingTests
{
    private const string Alice = "alice@example.test";

    private static readonly string[] SpamWords = ["pills", "replica", "watches", "casino", "winner", "discount", "guarantee", "miracle", "unsecured", "jackpot"];
    private static readonly string[] HamWords = ["minutes", "meeting", "invoice", "draft", "lunch", "seminar", "holiday", "grandmother", "garden", "tickets"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 400_000)]
    public async Task Two_hundred_moved_messages_teach_a_new_user_s_filter_within_a_minute()
    {
        await using var system = await MailSystem.StartAsync();
        using var client = new SmtpClient(system.SmtpPort);
        for (var number = 0; number < 200; number++)
        {
            await SendAsync(client, number, isSpam: number % 2 == 0);
        }

        var rows = await system.ListWhenThereAsync(Alice, 200);
        Assert.All(rows, row => Assert.Equal("INBOX", FolderOf(row)));
        // Nobody's filter has ever taken them for spam: the wanted ones lay in the folder for unsure mail.
        await MoveAsync(system, rows.Where(row => !IsSpam(row)), "Unsure");
        await MoveAsync(system, rows.Where(row => !IsSpam(row)), "INBOX");
        await MoveAsync(system, rows.Where(IsSpam), "Junk");

        var since = Stopwatch.StartNew();
        for (var number = 1000; ; number += 2)
        {
            var isIn = since.Elapsed < TimeSpan.FromMinutes(1);
            await SendAsync(client, number, isSpam: true);
            await SendAsync(client, number + 1, isSpam: false);
            rows = await system.ListWhenThereAsync(Alice, 202 + number - 1000);
            var filed = (FolderOf(Row(rows, number)), FolderOf(Row(rows, number + 1)));
            Assert.True(isIn, $"After a minute spam and ham are still in {filed}: {await ShowAsync(system, Row(rows, number))}{await ShowAsync(system, Row(rows, number + 1))}\n{system.Functions.Output}");
            if (filed is ("Junk", "INBOX"))
            {
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(3), Token);
        }

        await UntilTrainedAsync(system, 100, 100);
        await system.MailctlAsync("check");
    }

    /// <summary>The pointer to the new model is about to be swung, or was and nobody knows; another compactor comes, and the dead one's work is done once.</summary>
    [Theory(Timeout = 300_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_compactors_one_is_killed_and_the_model_is_what_was_trained(bool isSwung)
    {
        var stop = new StorageStop(
            request => request.Method == "PUT" && request.Path.Contains("/models/account-", StringComparison.Ordinal) && request.Path.EndsWith("/current.json", StringComparison.Ordinal),
            isAnswer: isSwung);
        await using var proxy = await StorageProxy.StartAsync(Token);
        proxy.Stops = [stop];
        await using var system = await MailSystem.StartAsync(new Dictionary<string, string> { ["MAIL_QUEUE_LEASE_SECONDS"] = "10" }, proxy: proxy);
        using var client = new SmtpClient(system.SmtpPort);
        for (var number = 0; number < 12; number++)
        {
            await SendAsync(client, number, isSpam: true);
        }

        await MoveAsync(system, await system.ListWhenThereAsync(Alice, 12), "Junk");
        await stop.Reached.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await system.MailctlAsync("spam", "compact", "--account", Alice);
        await system.Functions.KillAsync();
        await system.Functions.StartAsync(Token);

        await UntilTrainedAsync(system, 0, 12);
        var model = await ExportAsync(system, "kept.model");
        await system.MailctlAsync("spam", "compact", "--account", Alice, "--rebuild");
        Assert.Equal(model, await ExportAsync(system, "rebuilt.model"));
    }

    private static async Task SendAsync(SmtpClient client, int number, bool isSpam)
    {
        var random = new Random(number);
        var words = string.Join(' ', random.GetItems(isSpam ? SpamWords : HamWords, 12));
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"From: {(isSpam ? "offers" : "friend")}{random.Next(20)}@other.test\r\nTo: {Alice}\r\nSubject: {Kind(isSpam)} {number}\r\nMessage-ID: <{number}@other.test>\r\n\r\nHello,\r\n{words}\r\n");
        await client.SendAsync(Alice, Encoding.ASCII.GetBytes(message), Token);
    }

    private static string Kind(bool isSpam) => isSpam ? "offer" : "news";

    private static bool IsSpam(JsonElement row) => SubjectOf(row).StartsWith(Kind(isSpam: true), StringComparison.Ordinal);

    private static string FolderOf(JsonElement row) => row.GetProperty("folder").GetString()!;

    private static string SubjectOf(JsonElement row) => row.GetProperty("subject").GetString()!;

    private static JsonElement Row(List<JsonElement> rows, int number) =>
        rows.Single(row => SubjectOf(row).EndsWith(string.Create(CultureInfo.InvariantCulture, $" {number}"), StringComparison.Ordinal));

    private static Task<string> MoveAsync(MailSystem system, IEnumerable<JsonElement> rows, string folder) =>
        system.MailctlAsync(["mailbox", "move", Alice, .. rows.Select(row => row.GetProperty("id").GetString()!), folder]);

    private static async Task UntilTrainedAsync(MailSystem system, int ham, int spam)
    {
        var limit = Stopwatch.StartNew();
        while (await StatsAsync(system) != (ham, spam, 0))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), $"Trained are {await StatsAsync(system)}, not {(ham, spam, 0)}.\n{system.Functions.Output}");
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }
    }

    private static async Task<(int Ham, int Spam, int Waiting)> StatsAsync(MailSystem system)
    {
        var stats = JsonDocument.Parse(await system.MailctlAsync("spam", "stats", "--account", Alice, "--json")).RootElement;
        var model = stats.GetProperty("model");
        return (model.GetProperty("hamMessages").GetInt32(), model.GetProperty("spamMessages").GetInt32(), stats.GetProperty("waiting").GetInt32());
    }

    private static Task<string> ShowAsync(MailSystem system, JsonElement row) =>
        system.MailctlAsync("mailbox", "show", Alice, row.GetProperty("id").GetString()!);

    private static async Task<byte[]> ExportAsync(MailSystem system, string name)
    {
        var file = Path.Combine(system.Folder, name);
        await system.MailctlAsync("spam", "export", "--account", Alice, file);
        return await File.ReadAllBytesAsync(file, Token);
    }
}
