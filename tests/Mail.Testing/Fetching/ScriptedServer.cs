using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Testing;

/// <summary>A server on a loopback port of its own, which does what it should, or what a test wants. Each user has the same mailbox, or one of his own.</summary>
public abstract class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly Task _loop;
    private int _open;
    private int _connections;

    protected ScriptedServer()
    {
        _listener.Start(backlog: 4096);
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Name and content of each message, by user.</summary>
    public Func<string, ScriptedMailbox> MailboxOf { get; set; } = _ => throw new InvalidOperationException("The test has no mailbox.");

    /// <summary>What is listed when a client asks.</summary>
    public required IReadOnlyList<string> Capabilities { get; set; }

    public required string Greeting { get; set; }

    public string Password { get; set; } = "s3cret";

    /// <summary>
    /// What is said to a command in the place of the usual, octet by octet and with the line ends; empty to close the connection, <c>null</c> for the usual.
    /// </summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Ends when a command is to be answered.</summary>
    public Func<string, Task> Pause { get; set; } = _ => Task.CompletedTask;

    /// <summary>Between two octets of what is said to a command; none for everything at once.</summary>
    public Func<string, TimeSpan> Pace { get; set; } = _ => TimeSpan.Zero;

    /// <summary>Whether the connection is cut when a command has been answered, without an end of TLS.</summary>
    public Func<string, bool> HangsUpAfter { get; set; } = _ => false;

    /// <summary>For STLS and STARTTLS, or from the first octet.</summary>
    public X509Certificate2? Certificate { get; set; }

    public bool IsImplicitTls { get; set; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The most that were open at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Of all connections, in the order they came.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_loop, .. _sessions]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One connection, to its end.</summary>
    protected abstract Task ServeAsync(TcpClient client, CancellationToken stop);

    internal void Heard(string command) => _commands.Enqueue(command);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _open));
            _sessions.Add(Task.Run(() => CountAsync(client)));
        }
    }

    private async Task CountAsync(TcpClient client)
    {
        try
        {
            await ServeAsync(client, _stop.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
