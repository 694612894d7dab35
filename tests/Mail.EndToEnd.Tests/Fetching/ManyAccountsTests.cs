using System.Diagnostics;
using System.Globalization;
using Mail.Azure;
using Mail.Core;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Many accounts at one server are due at once, and two processes take them in hand. MAIL_TEST_FETCH_ACCOUNTS makes them more.</summary>
public class ManyAccountsTests(ITestOutputHelper output)
{
    private const int Size = 20_000;

    /// <summary>Sessions share 64 MiB for messages. Measured with 1,000 accounts, 48 visits at once: 220 and 209 MiB at most in the two processes; twice that and some.</summary>
    private const long MostMemory = 500L * 1024 * 1024;

    private static readonly int Accounts = int.Parse(
        Environment.GetEnvironmentVariable("MAIL_TEST_FETCH_ACCOUNTS") is { Length: > 0 } text ? text : "300", CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 290_000)]
    public async Task All_are_fetched_in_their_interval_none_twice_at_a_time_and_in_bounded_memory()
    {
        var boxes = Enumerable.Range(0, Accounts).ToDictionary(Name, i => new ScriptedMailbox());
        for (var i = 0; i < Accounts; i++)
        {
            boxes[Name(i)].Add("1", ScriptedMailbox.Message(i, Size));
        }

        await using var server = new ScriptedPopServer
        {
            MailboxOf = user => boxes[user],
            // As far away as servers are.
            Pause = command => command == "UIDL" ? Task.Delay(Random.Shared.Next(100), Token) : Task.CompletedTask,
        };
        var settings = new Dictionary<string, string> { ["MAIL_FETCH_NETWORKS"] = "127.0.0.0/8", ["MAIL_FETCH_SECRET_FAR"] = server.Password };
        await using var system = await MailSystem.StartAsync(settings, prepare: system => AddAccountsAsync(system, server.Port));
        await using var other = system.AnotherFunctions();
        await other.StartAsync(Token);

        // The timer comes once a minute.
        while (server.Connections == 0)
        {
            await Task.Delay(100, Token);
        }

        var clock = Stopwatch.StartNew();
        while (boxes.Values.Any(box => box.Messages.Count > 0))
        {
            Assert.True(clock.Elapsed < RemoteAccount.DefaultInterval, $"{boxes.Values.Count(box => box.Messages.Count > 0)} are left: {system.Functions.Output}");
            await Task.Delay(100, Token);
        }

        output.WriteLine($"{Accounts} accounts in {clock.Elapsed.TotalSeconds:0} s, {server.MostAtOnce} at once, {system.Functions.PeakResidentBytes >> 20} and {other.PeakResidentBytes >> 20} MiB");
        Assert.Empty(server.Doubled);
        var rows = await system.ListWhenThereAsync("alice@example.test", Accounts);
        Assert.Equal(Accounts, rows.Select(row => row.GetProperty("subject").GetString()).Distinct().Count());
        Assert.InRange(system.Functions.PeakResidentBytes, 1, MostMemory);
        Assert.InRange(other.PeakResidentBytes, 1, MostMemory);
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"user{i}");

    /// <summary>As if nothing had run for an hour: then all are due in the same minute.</summary>
    private static async Task AddAccountsAsync(MailSystem system, int port)
    {
        var storage = new AzureStorage(new StorageOptions { Connection = system.Storage });
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Accounts), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (i, token) => await storage.RemoteAccounts.SetAsync(Account(i, port), token));
        await using var held = await storage.Locks.TryAcquireAsync("fetch-schedule", TimeSpan.FromSeconds(15), Token);
        await held!.WriteNoteAsync(DateTimeOffset.UtcNow.AddHours(-1).ToString("O", CultureInfo.InvariantCulture), Token);
    }

    private static RemoteAccount Account(int i, int port)
    {
        var key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), Name(i));
        return new RemoteAccount
        {
            Key = key,
            Id = RemoteAccount.DeriveId(key),
            Protocol = RemoteProtocol.Pop3,
            Tls = RemoteTls.None,
            Host = "[127.0.0.1]",
            Port = port,
            User = Name(i),
            Secret = "env:MAIL_FETCH_SECRET_FAR",
            KeepFor = TimeSpan.Zero,
        };
    }
}
