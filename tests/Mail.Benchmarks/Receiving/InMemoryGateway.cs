using System.Net;
using Mail.Gateway;
using Mail.Testing;

namespace Mail.Benchmarks;

/// <summary>
/// The gateway as a process whose storage is memory: what receiving itself costs. Domain example.test with alice. Prints the lines that
/// Mail.Gateway prints, and ends with SIGTERM.
/// </summary>
internal static class InMemoryGateway
{
    public static async Task<int> RunAsync(int port, string? stateFolder)
    {
        var storage = new InMemoryStorage();
        storage.Directory.AddDomain("example.test");
        storage.Directory.AddAccount("alice@example.test");
        var options = new GatewayOptions
        {
            HostName = "mx.example.test",
            Listen = IPAddress.Loopback,
            SmtpPort = port,
            SubmissionPort = 0,
            SubmissionsPort = 0,
            HealthPort = 0,
            StateFolder = stateFolder,
        };
        await using var server = new GatewayServer(options, _ => PortsOf(storage), TimeProvider.System);
        await server.StartAsync(CancellationToken.None);
        foreach (var (name, endPoint) in server.Listening)
        {
            Console.Out.WriteLine($"listening {name} {endPoint}");
        }

        await server.WaitAsync(CancellationToken.None);
        return 0;
    }

    private static GatewayPorts PortsOf(InMemoryStorage storage) => new()
    {
        Spool = storage.Spool,
        Log = storage.Log,
        Directory = storage.Directory,
        Queues = storage.Queues,
        Settings = storage.Settings,
        Dns = FakeDns.Empty(),
        AccessRules = storage.AccessRules,
        Rejects = storage.Rejects,
        Greylist = storage.Greylist,
        Credentials = storage.Credentials,
        SenderGrants = storage.SenderGrants,
    };
}
