using System.Net;
using System.Net.Sockets;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

/// <summary>A storage that is not there, and one that takes connections and never answers.</summary>
public sealed class StorageDownTests : IDisposable
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public StorageDownTests() => _silent.Start();

    public static TheoryData<string> Ports => [.. Operations.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Dictionary<string, Func<AzureStorage, CancellationToken, Task>> Operations { get; } = new()
    {
        ["spool: commit"] = (storage, token) => SpoolAsync(storage, 10, token),
        ["spool: commit of a large message"] = (storage, token) => SpoolAsync(storage, 3_000_000, token),
        ["spool: open"] = async (storage, token) => await storage.Spool.OpenAsync(Some.QueueId(), token),
        ["spool: list"] = async (storage, token) => await storage.Spool.ListAsync(null, token).ToListAsync(token),
        ["spool: probe"] = async (storage, token) => await storage.Spool.ProbeAsync(token),
        ["queue: send"] = async (storage, token) => await storage.Queues.Get("incoming").SendAsync("a", TimeSpan.Zero, token),
        ["queue: receive"] = async (storage, token) => await storage.Queues.Get("incoming").ReceiveAsync(1, TimeSpan.FromMinutes(1), token),
        ["directory: domain"] = async (storage, token) => await storage.Directory.FindDomainAsync("example.test", token),
        ["directory: account"] = async (storage, token) => await storage.Directory.FindAccountAsync("example.test", "alice", token),
        ["directory: list"] = async (storage, token) => await storage.DirectoryEditor.ListDomainsAsync(token).ToListAsync(token),
        ["mailbox: deliver"] = async (storage, token) => await storage.Mailboxes.DeliverAsync(Some.Delivery("a1"), token),
        ["mailbox: list"] = async (storage, token) => await storage.Mailboxes.ListAsync("a1", null, token).ToListAsync(token),
        ["log: record"] = async (storage, token) => await storage.Log.FindAsync(Some.QueueId(), token),
        ["outbound: list"] = async (storage, token) => await storage.Outbound.ListAsync(token).ToListAsync(token),
        ["rejects: list"] = async (storage, token) => await storage.Rejects.ListAsync(null, DateTimeOffset.UnixEpoch, token).ToListAsync(token),
        ["greylist: find"] = async (storage, token) => await storage.Greylist.FindAsync(
            GreylistKey.Of(IPAddress.Loopback, sender: null, MailAddress.Parse("alice@example.test")), token),
        ["access: list"] = async (storage, token) => await storage.AccessRulesEditor.ListAsync(token).ToListAsync(token),
        ["settings: list"] = async (storage, token) => await storage.SettingsEditor.ListAsync(token).ToListAsync(token),
        ["locks: acquire"] = async (storage, token) => await storage.Locks.TryAcquireAsync("a", TimeSpan.FromSeconds(15), token),
    };

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task A_refused_connection_is_storage_unavailable(string operation) =>
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Operations[operation](Open(ClosedPort()), Cancellation));

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task No_answer_is_storage_unavailable_after_the_time_out(string operation) =>
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => Operations[operation](Open(SilentPort()), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation));

    [Theory]
    [MemberData(nameof(Ports))]
    public async Task The_callers_own_cancellation_stays_a_cancellation(string operation)
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        impatient.CancelAfter(TimeSpan.FromMilliseconds(20));
        var storage = Open(SilentPort(), TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operations[operation](storage, impatient.Token));
    }

    [Fact]
    public void With_the_defaults_an_operation_gives_up_within_twenty_seconds()
    {
        var defaults = new StorageOptions();
        var worst = (defaults.MaxRetries + 1) * defaults.NetworkTimeout;
        for (var (i, delay) = (0, defaults.RetryDelay); i < defaults.MaxRetries; i++, delay *= 2)
        {
            // The client library adds up to a fifth at random.
            worst += 1.2 * delay;
        }

        Assert.InRange(worst, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    public void Dispose() => _silent.Dispose();

    private static AzureStorage Open(int port, TimeSpan? timeout = null) => new(new StorageOptions
    {
        Connection = $"DefaultEndpointsProtocol=http;AccountName=test;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:{port}/test;"
            + $"QueueEndpoint=http://127.0.0.1:{port}/test;TableEndpoint=http://127.0.0.1:{port}/test;",
        NetworkTimeout = timeout ?? TimeSpan.FromMilliseconds(100),
        RetryDelay = TimeSpan.FromMilliseconds(10),
        MaxRetries = 1,
    });

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task SpoolAsync(AzureStorage storage, int size, CancellationToken cancellationToken)
    {
        await using var writer = await storage.Spool.BeginAsync(Some.Envelope(), cancellationToken);
        await writer.WriteAsync(new byte[size], cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    private int SilentPort() => ((IPEndPoint)_silent.LocalEndpoint).Port;
}
