using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Mail.Testing;

/// <summary>A <see cref="ScriptedServer"/> of POP3 (RFC 1939). Its commands are heard as they are; capabilities are those of CAPA (RFC 2449).</summary>
public sealed class ScriptedPopServer : ScriptedServer
{
    private readonly ConcurrentDictionary<string, int> _inside = new();
    private readonly ConcurrentDictionary<string, bool> _doubled = new();

    [SetsRequiredMembers]
    public ScriptedPopServer()
    {
        Greeting = "+OK POP3 ready";
        Capabilities = ["USER", "UIDL", "TOP", "PIPELINING", "RESP-CODES", "SASL PLAIN"];
    }

    /// <summary>Users who had two sessions at the same time, as no server has to bear (RFC 1939 §4).</summary>
    public IReadOnlyCollection<string> Doubled => [.. _doubled.Keys];

    internal void Enter(string user)
    {
        if (_inside.AddOrUpdate(user, 1, (_, count) => count + 1) > 1)
        {
            _doubled[user] = true;
        }
    }

    internal void Leave(string user) => _inside.AddOrUpdate(user, 0, (_, count) => count - 1);

    protected override Task ServeAsync(TcpClient client, CancellationToken stop) => new ScriptedPopSession(this, client, stop).RunAsync();
}
