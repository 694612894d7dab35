using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Mail.Core;
using Mail.Dns;

namespace Mail.Testing;

/// <summary>A DNS server on a loopback port of its own, UDP and TCP, over a <see cref="DnsZone"/>; for processes and for the real resolver.</summary>
public sealed class FakeDnsServer : IAsyncDisposable
{
    private const int LargestDatagram = 512;

    private static readonly Dictionary<string, int> Codes = new() { ["FORMERR"] = 1, ["SERVFAIL"] = 2, ["NXDOMAIN"] = 3, ["NOTIMP"] = 4, ["REFUSED"] = 5 };

    private readonly DnsZone _zone;
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private readonly ConcurrentQueue<DnsQuestion> _questions = new();
    private readonly ConcurrentDictionary<string, Func<byte[], byte[]?>> _scripts = new();

    public FakeDnsServer(DnsZone zone)
    {
        _zone = zone;
        (_udp, _tcp) = Bind();
        _loops = [Task.Run(ServeUdpAsync), Task.Run(ServeTcpAsync)];
    }

    public IPEndPoint EndPoint => (IPEndPoint)_udp.LocalEndPoint!;

    /// <summary>Every question that came, tries and TCP included.</summary>
    public IReadOnlyList<DnsQuestion> Questions => [.. _questions];

    /// <summary>Questions for <paramref name="name"/> are answered with these octets instead; <c>null</c> for silence.</summary>
    public void Script(string name, Func<byte[], byte[]?> answer) => _scripts[name] = answer;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // The same port for both: another program may have the TCP one.
    private static (Socket Udp, TcpListener Tcp) Bind()
    {
        for (var tries = 0; ; tries++)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            try
            {
                var tcp = new TcpListener((IPEndPoint)udp.LocalEndPoint!);
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException) when (tries < 10)
            {
                udp.Dispose();
            }
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            if (Answer(buffer[..received.ReceivedBytes]) is { } answer)
            {
                var fits = answer.Length <= LargestDatagram;
                await _udp.SendToAsync(
                    fits ? answer : DnsPacket.AnswerTo(buffer).Truncated().ToArray(), SocketFlags.None, received.RemoteEndPoint, _stop.Token);
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
            try
            {
                await AnswerAsync(client.GetStream());
            }
            catch (IOException)
            {
                // The client has left in the middle, as a resolver does whose patience ends.
            }
        }
    }

    // RFC 1035 §4.2.2: two octets of length before each message. One question for each connection.
    private async Task AnswerAsync(NetworkStream stream)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, _stop.Token);
        var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(query, _stop.Token);
        if (Answer(query) is { } answer)
        {
            await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _stop.Token);
        }
    }

    private byte[]? Answer(byte[] query)
    {
        var question = DnsPacket.QuestionOf(query);
        _questions.Enqueue(question);
        return _scripts.TryGetValue(question.Name, out var script) ? script(query) : FromZone(question, DnsPacket.AnswerTo(query))?.ToArray();
    }

    private DnsPacket? FromZone(DnsQuestion question, DnsPacket answer)
    {
        var name = question.Name;
        var isSigned = true;
        // As many as a chain could sensibly have; a loop is answered as far as that.
        for (var i = 0; i < 16; i++)
        {
            switch (_zone.Find(name))
            {
                case null:
                    return answer.WithCode(Codes["NXDOMAIN"]).AddSoa(minimum: 60);
                case var silent when silent.IsSilentOn(question.Type):
                    return null;
                case { Rcode: { } code and not "NOERROR" }:
                    return answer.WithCode(Codes[code]);
                case { Alias: { } alias } link when question.Type != DnsType.Cname:
                    isSigned &= link.IsSigned;
                    answer.Add(name, new DnsRecord.Name(alias), DnsType.Cname);
                    name = alias;
                    break;
                case var found:
                    var records = found.Of(question.Type);
                    records.ToList().ForEach(record => answer.Add(name, record, question.Type));
                    answer = isSigned && found.IsSigned ? answer.Authenticated() : answer;
                    return records.Count > 0 ? answer : answer.AddSoa(minimum: 60);
            }
        }

        return answer;
    }
}
