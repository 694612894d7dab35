using System.Diagnostics;
using System.Globalization;
using System.Net;
using Mail.Core;
using Mail.Processing;
using Mail.Testing;
using Mail.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Benchmarks;

/// <summary>Collects a POP3 mailbox on this machine into storage in memory, several times, and prints the last: the functions run for hours, too.</summary>
internal static class FetchCommand
{
    private const int Times = 4;

    public static async Task<int> RunAsync(int port)
    {
        var (messages, seconds, cpu) = (0, 0.0, 0.0);
        for (var i = 0; i < Times; i++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var report = await VisitAsync(port);
            if (report.Failure is not null)
            {
                Console.Error.WriteLine(report);
            }

            messages = report.Messages;
            (seconds, cpu) = (watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{messages} {messages / seconds:0} {cpu / messages:0.00}"));
        return messages > 0 ? 0 : 1;
    }

    private static async Task<FetchReport> VisitAsync(int port)
    {
        var storage = new InMemoryStorage();
        storage.Directory.AddDomain("example.test");
        storage.Directory.AddAccount("alice@example.test", "01aaaaaaaaaaaaaaaaaaaaaaaa");
        var account = new RemoteAccount
        {
            Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "far"),
            Id = "0123456789",
            Protocol = RemoteProtocol.Pop3,
            Tls = RemoteTls.None,
            Host = "[127.0.0.1]",
            Port = port,
            User = "alice",
        };
        await storage.RemoteAccounts.AddAsync(account, CancellationToken.None);
        var flow = new FlowOptions { HostName = "mx.example.test" };
        var incoming = new IncomingQueue(storage.Queues);
        var secrets = new PlainSecrets();
        var visit = new FetchFlow(
            storage.RemoteAccounts,
            new RemoteMailboxes(
                FakeDns.Empty(), new FetchOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] }, secrets, new NoAccessTokens(), TimeProvider.System),
            storage.FetchState,
            storage.Locks,
            storage.Directory,
            new FetchedMessages(storage.Spool, incoming, new Router(storage.Directory), flow, TimeProvider.System),
            new FetchNotices(new OwnMail(storage.Spool, incoming, flow, TimeProvider.System), flow, TimeProvider.System),
            new FetchQueue(storage.Queues),
            new FetchFlowOptions(),
            TimeProvider.System,
            new Random(1),
            NullLogger<FetchFlow>.Instance);
        return await visit.ProcessAsync(new FetchPointer(account.Key.ToString(), Until: null), account.Key, CancellationToken.None);
    }
}
