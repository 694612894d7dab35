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
        var accepted = 0;
        var sending = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => SendAsync(system, client, () => Interlocked.Increment(ref accepted))));
        await KillAsync(victim(system), () => Volatile.Read(ref accepted), sending);
        await sending;
        Assert.Equal(Messages, accepted);

        await system.ListWhenThereAsync("alice@example.test", Messages);
        // A double would come soon after the last: once nothing waits, nothing more can come.
        await WaitUntilQuietAsync(system);
        AssertEachOnce(await system.ExportAsync("alice@example.test"));
        await system.MailctlAsync("check");
    }

    private static async Task SendAsync(MailSystem system, int client, Action onAccepted)
    {
        using var smtp = new SmtpClient(system.SmtpPort);
        for (var number = client; number < Messages; number += Clients)
        {
            await smtp.SendAsync("alice@example.test", TestMessages.Numbered(number, 2000), Token);
            onAccepted();
        }
    }

    /// <summary>Kills at moments spread over the run by what was accepted so far, each at a random point of that stretch.</summary>
    private static async Task KillAsync(ServerProcess server, Func<int> accepted, Task sending)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            var at = Random.Shared.Next(Messages * (kill + 1) / (Kills + 2), Messages * (kill + 2) / (Kills + 2));
            while (accepted() < at && !sending.IsCompleted)
            {
                await Task.Delay(1, Token);
            }

            Assert.False(sending.IsCompleted, "the run was over before the kill");
            await server.KillAsync();
            await Task.Delay(Random.Shared.Next(0, 500), Token);
            await server.StartAsync(Token);
        }
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
}
