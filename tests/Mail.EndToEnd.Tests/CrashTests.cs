using System.Text;

using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>
/// A run of 1,000 messages by 20 clients that retry as mail servers do, while one of the processes is killed three times at random moments
/// and started again. What got a 250 is in the mailbox exactly once, unchanged.
/// </summary>
public class CrashTests
{
    private const int Messages = 1000;
    private const int Clients = 20;
    private const int Kills = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public Task Killing_the_gateway_loses_and_doubles_nothing() => RunAsync(system => system.Gateway);

    [Fact(Timeout = 600_000)]
    public Task Killing_the_functions_loses_and_doubles_nothing() => RunAsync(system => system.Functions);

    [Fact(Timeout = 600_000)]
    public Task Killing_azurite_loses_and_doubles_nothing() => RunAsync(system => system.Azurite);

    private static async Task RunAsync(Func<MailSystem, ServerProcess> victim)
    {
        await using var system = await MailSystem.StartAsync();
        var progress = new Progress();
        var sending = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => SendAsync(system, client, progress)));
        await KillAsync(victim(system), progress, sending);
        await sending;
        Assert.Equal(Messages, progress.Accepted);

        await system.ListWhenThereAsync("alice@example.test", Messages);
        // A double would come soon after the last: once nothing waits, nothing more can come.
        await WaitUntilQuietAsync(system);
        AssertEachOnce(await system.ExportAsync("alice@example.test"));
        await system.MailctlAsync("check");
    }

    private static async Task SendAsync(MailSystem system, int client, Progress progress)
    {
        using var smtp = new SmtpClient(system.SmtpPort);
        for (var number = client; number < Messages; number += Clients)
        {
            while (number >= progress.Allowed)
            {
                await Task.Delay(1, Token);
            }

            await smtp.SendAsync("alice@example.test", TestMessages.Numbered(number, 2000), Token);
            progress.Accept();
        }
    }

    /// <summary>
    /// Kills at moments spread over the run by what was accepted so far, each at a random point of its stretch. Nobody sends what belongs to the next stretch
    /// before the server is back: however long it takes to start, the run is not over before the last kill.
    /// </summary>
    private static async Task KillAsync(ServerProcess server, Progress progress, Task sending)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            progress.Allowed = Messages * (kill + 2) / (Kills + 2);
            var at = Random.Shared.Next(Messages * (kill + 1) / (Kills + 2), progress.Allowed);
            while (progress.Accepted < at && !sending.IsCompleted)
            {
                await Task.Delay(1, Token);
            }

            Assert.False(sending.IsCompleted, "the run was over before the kill");
            await server.KillAsync();
            await Task.Delay(Random.Shared.Next(0, 500), Token);
            await server.StartAsync(Token);
        }

        progress.Allowed = Messages;
    }

    private static async Task WaitUntilQuietAsync(MailSystem system)
    {
        for (var quiet = 0; quiet < 3;)
        {
            var list = await system.MailctlAsync("queue", "list", "--json");
            quiet = list.Trim() == "[]" ? quiet + 1 : 0;
            await Task.Delay(500, Token);
        }
    }

    private static void AssertEachOnce(List<byte[]> stored)
    {
        var expected = Enumerable.Range(0, Messages).Select(number => TestMessages.Numbered(number, 2000)).Select(Encoding.UTF8.GetString);
        var actual = stored.Select(TestMessages.WithoutOurFields).Select(Encoding.UTF8.GetString);
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    private sealed class Progress
    {
        private int _accepted;
        private volatile int _allowed;

        public int Accepted => Volatile.Read(ref _accepted);

        /// <summary>Messages with lower numbers may be sent.</summary>
        public int Allowed
        {
            get => _allowed;
            set => _allowed = value;
        }

        public void Accept() => Interlocked.Increment(ref _accepted);
    }
}
