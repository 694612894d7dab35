using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>
/// Two versions on one storage, as in an upgrade and in going back: each step under load, processes stopped by SIGTERM as a platform stops them. The old version is
/// the build that <c>MAIL_TEST_OLD_VERSION</c> names (a folder <c>artifacts/bin</c>); without it both are the present one, and what is shown is that two of
/// everything get along, and that a stop in the middle loses nothing.
/// </summary>
public class UpgradeTests
{
    private const int Clients = 8;
    private const int PerStep = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task Upgrade_and_rollback_under_load_lose_and_double_nothing()
    {
        var oldBuild = Environment.GetEnvironmentVariable("MAIL_TEST_OLD_VERSION");
        await using var system = await MailSystem.StartAsync();
        var newGateway = system.Gateway;
        var newFunctions = system.Functions;
        var (oldGateway, oldPort) = system.AnotherGateway(oldBuild);
        await using var gateway = oldGateway;
        await using var oldFunctions = system.AnotherFunctions(oldBuild);
        await Task.WhenAll(newGateway.StopAsync(Token), newFunctions.StopAsync(Token));
        await Task.WhenAll(oldGateway.StartAsync(Token), oldFunctions.StartAsync(Token));
        var edge = new Edge(oldPort);

        // The upgrade: one after the other, and for a while side by side.
        await edge.SendDuringAsync(() => newFunctions.StartAsync(Token));
        await edge.SendDuringAsync(() => oldFunctions.StopAsync(Token));
        await edge.SendDuringAsync(() => newGateway.StartAsync(Token));
        edge.Ports = [oldPort, system.SmtpPort];
        await edge.SendDuringAsync(() => oldGateway.StopAsync(Token));
        edge.Ports = [system.SmtpPort];
        await edge.SendDuringAsync(() => Task.CompletedTask);

        // And back, the other way around: the old one meets what the new one has written.
        await edge.SendDuringAsync(() => oldFunctions.StartAsync(Token));
        await edge.SendDuringAsync(() => newFunctions.StopAsync(Token));
        await edge.SendDuringAsync(() => oldGateway.StartAsync(Token));
        edge.Ports = [oldPort];
        await edge.SendDuringAsync(() => newGateway.StopAsync(Token));

        await system.ListWhenThereAsync("alice@example.test", edge.Sent);
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        var expected = Enumerable.Range(0, edge.Sent).Select(number => Convert.ToHexString(TestMessages.Numbered(number, 2000)));
        var arrived = (await system.ExportAsync("alice@example.test")).Select(message => Convert.ToHexString(TestMessages.WithoutOurFields(message)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), arrived.Order(StringComparer.Ordinal));
        await system.MailctlAsync("check");
    }

    /// <summary>The load, and the balancer before the gateways: it knows which are ready.</summary>
    private sealed class Edge(int port)
    {
        private int _next;
        private volatile int[] _ports = [port];

        public int Sent { get; private set; }

        public int[] Ports
        {
            get => _ports;
            set => _ports = value;
        }

        public async Task SendDuringAsync(Func<Task> step)
        {
            var first = Sent;
            Sent += PerStep;
            var sending = Enumerable.Range(0, Clients).Select(client => SendAsync(first + client, Sent)).ToList();
            await step();
            await Task.WhenAll(sending);
        }

        private async Task SendAsync(int first, int end)
        {
            // A gateway that stops finishes the transaction, and closes; the client comes again, to whoever is ready then.
            using var smtp = new SmtpClient(() => _ports[(uint)Interlocked.Increment(ref _next) % (uint)_ports.Length]);
            for (var number = first; number < end; number += Clients)
            {
                await smtp.SendAsync("alice@example.test", TestMessages.Numbered(number, 2000), Token);
            }
        }
    }
}
