using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Mail.Testing;

/// <summary>
/// A receiving server on a loopback port of its own, which takes everything, or answers what a test wants. Keeps every octet of every message.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<ReceivedMessage> _messages = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly Task _loop;
    private int _connections;

    /// <param name="port">0 for any free one.</param>
    public ScriptedSmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        // So that what is in neither hand, when one of the two stops, is not much.
        _listener.Server.ReceiveBufferSize = 64 * 1024;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Announced after EHLO.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = ["PIPELINING", "SIZE 10000000", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"];

    /// <summary>
    /// What is said to a command in the place of 250: whole lines without the last CRLF, empty to close the connection, <c>null</c> for the usual. The greeting is
    /// <c>(greeting)</c>, the end of the content <c>.</c>.
    /// </summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Ends when a command is to be answered, named as for <see cref="Answer"/>. What the server is to do with it, it has done by then.</summary>
    public Func<string, Task> Pause { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ends when the next line of a message's content is to be read; it gets how many have been.</summary>
    public Func<int, Task> PauseInContent { get; set; } = _ => Task.CompletedTask;

    /// <summary>Told of each message that is taken, before the reply.</summary>
    public Action<ReceivedMessage> OnMessage { get; set; } = _ => { };

    /// <summary>For STARTTLS, which is announced when there is one.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Sent behind it; <c>null</c> for the intermediate of <see cref="TestCertificate"/>.</summary>
    public X509Certificate2Collection? Issuers { get; set; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Of all connections, in the order they came.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public IReadOnlyList<ReceivedMessage> Messages => [.. _messages];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_loop, .. _sessions]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    internal void Heard(string command) => _commands.Enqueue(command);

    internal void Took(ReceivedMessage message)
    {
        _messages.Enqueue(message);
        OnMessage(message);
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            _sessions.Add(Task.Run(() => new ScriptedSmtpSession(this, client, _stop.Token).RunAsync()));
        }
    }
}
