using System.Buffers;
using System.Net;
using Mail.Gateway;
using Mail.Smtp;
using Microsoft.AspNetCore.Connections;

namespace Mail.Fuzz.Session;

/// <summary>One session from its first octet to its end, on the calling thread.</summary>
internal sealed class SessionRun
{
    // Beyond what any session allocates for itself and its log, and for each octet that it is sent: a line end alone is a command with an answer.
    private const long AllocatedAtMost = 128 * 1024;
    private const long AllocatedForAnOctet = 1024;

    private static readonly IPEndPoint Proxy = new(IPAddress.Parse("10.0.0.1"), 25);
    private static readonly GatewayOptions ProxyOptions = new() { HostName = "mx.example.test", ProxyNetworks = NetworkList.Parse("10.0.0.1") };

    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly SessionState _state;
    private readonly MemoryTransport _transport;
    private readonly SplitTls? _tls;
    private readonly SessionLogWatch _log = new();
    private readonly InstantClock _clock;

    public SessionRun(SessionState state, byte[] plain, byte[] secured, Func<int> nextPiece)
    {
        _state = state;
        _transport = new MemoryTransport(plain, nextPiece, _output);
        _tls = state.HasTls ? new SplitTls(secured, nextPiece, _output) : null;
        _clock = new InstantClock(state.Options.ErrorDelay);
        Host = new SessionHost(state.Greeting);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = state.IsProxied ? RunBehindProxyAsync() : RunAsync(clientAddress: null);
        BrokenPromiseException.Unless(run.IsCompleted, "a session ends when its client has left");
        run.GetAwaiter().GetResult();
        Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        IsWithinMemory = Allocated <= AllocatedAtMost + (AllocatedForAnOctet * (plain.Length + secured.Length));
        Check();
    }

    public SessionHost Host { get; }

    public ReadOnlySpan<byte> Output => _output.WrittenSpan;

    /// <summary>Where the session began in the input: behind the header of the proxy; <c>null</c> when it never did.</summary>
    public int? Start { get; private set; }

    /// <summary>Octets, in all.</summary>
    public long Allocated { get; }

    /// <summary>The octets allocated are not out of proportion to the octets sent.</summary>
    public bool IsWithinMemory { get; }

    private Task RunAsync(string? clientAddress)
    {
        Start = _transport.Consumed;
        var info = new SmtpSessionInfo
        {
            Id = SessionLogWatch.SessionId,
            ClientAddress = clientAddress,
            IsSubmission = _state.IsSubmission,
            MayImpersonate = _state.MayImpersonate,
            Tls = _state.IsSecured ? SplitTls.Facts : null,
        };
        return new SmtpSession(_transport, info, Host, _state.Options, _clock, _log, _tls).RunAsync(CancellationToken.None);
    }

    private async Task RunBehindProxyAsync()
    {
        await using var connection = new DefaultConnectionContext { Transport = _transport, RemoteEndPoint = Proxy };
        await new ProxyConnection(ProxyOptions, _clock, _log)
            .Wrap(c => RunAsync((c.RemoteEndPoint as IPEndPoint)?.Address.ToString()))(connection);
    }

    private void Check()
    {
        BrokenPromiseException.Unless(_log.Fault is null, "the log is without bugs and without what the client said: " + _log.Fault);
        var abuse = _transport.Abuse ?? _tls?.Transport?.Abuse;
        BrokenPromiseException.Unless(abuse is null, "a transport is used by its rules: " + abuse);
        BrokenPromiseException.Unless(Host.Open == 0, "no message stays open");
    }
}
