using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Testing;

/// <summary>A POP3 server (RFC 1939) on a loopback port of its own, which does what it should, or what a test wants. Each user has the same mailbox, or one of his own.</summary>
public sealed class ScriptedPopServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly ConcurrentDictionary<string, int> _inside = new();
    private readonly ConcurrentDictionary<string, bool> _doubled = new();
    private readonly Task _loop;
    private int _open;
    private int _connections;

    public ScriptedPopServer()
    {
        _listener.Start(backlog: 4096);
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>UIDL and content of each message, by user.</summary>
    public Func<string, ScriptedMailbox> MailboxOf { get; set; } = _ => throw new InvalidOperationException("The test has no mailbox.");

    /// <summary>What CAPA lists (RFC 2449).</summary>
    public IReadOnlyList<string> Capabilities { get; set; } = ["USER", "UIDL", "TOP", "PIPELINING", "RESP-CODES", "SASL PLAIN"];

    public string Greeting { get; set; } = "+OK POP3 ready";

    public string Password { get; set; } = "s3cret";

    /// <summary>
    /// What is said to a command in the place of the usual, octet by octet and with the line ends; empty to close the connection, <c>null</c> for the usual.
    /// </summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Ends when a command is to be answered.</summary>
    public Func<string, Task> Pause { get; set; } = _ => Task.CompletedTask;

    /// <summary>For STLS, or from the first octet.</summary>
    public X509Certificate2? Certificate { get; set; }

    public bool IsImplicitTls { get; set; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The most that were open at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Users who had two sessions at the same time, as no server has to bear (RFC 1939 §4).</summary>
    public IReadOnlyCollection<string> Doubled => [.. _doubled.Keys];

    /// <summary>Of all connections, in the order they came.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_loop, .. _sessions]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    internal void Heard(string command) => _commands.Enqueue(command);

    internal void Enter(string user)
    {
        if (_inside.AddOrUpdate(user, 1, (_, count) => count + 1) > 1)
        {
            _doubled[user] = true;
        }
    }

    internal void Leave(string user) => _inside.AddOrUpdate(user, 0, (_, count) => count - 1);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _open));
            _sessions.Add(Task.Run(() => ServeAsync(client)));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await new ScriptedPopSession(this, client, _stop.Token).RunAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
