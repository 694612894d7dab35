using System.Buffers.Binary;
using Mail.Core;
using Mail.Dns;
using Mail.Testing;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>
/// Answers of a DNS server, over the wire and through the library. The first octet chooses the type that is asked for; then come the header behind the id, and
/// all behind the question. With its highest bit set, the question is part of the input, too.
/// </summary>
internal sealed class DnsTarget : IFuzzTarget, IDisposable
{
    private const string Asked = "evil.test";
    private const byte Raw = 0x80;
    private const int HeaderLength = 12;

    // The library makes two tries and one over TCP; a chain goes on eight times.
    private const int MostQuestions = 3 * 8;

    // The server remembers each question.
    private const int InputsOfAServer = 1000;

    private static readonly DnsType[] Types = Enum.GetValues<DnsType>();

    private byte[] _input = [];
    private FakeDnsServer? _server;
    private NetworkResolver? _resolver;
    private int _left;

    public string Name => "dns";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        Renew();
        _input = input.ToArray();
        var type = Types[(_input[0] & ~Raw) % Types.Length];
        var before = _server!.Questions.Count;
        var answer = _resolver!.QueryAsync(new DnsQuestion(Asked, type), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        BrokenPromiseException.Unless(_server.Questions.Count - before <= MostQuestions, "an answer has a limit of questions");
        Check(answer, type);
        Use(answer);
    }

    public void Dispose() => _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Renew()
    {
        if (--_left > 0)
        {
            return;
        }

        Dispose();
        _left = InputsOfAServer;
        _server = new FakeDnsServer(DnsZone.Parse("{}"));
        // Nothing is trusted, so nothing is authenticated.
        _resolver = new NetworkResolver(new DnsOptions { Servers = [_server.EndPoint], Trust = DnsTrust.Nobody });
        foreach (var name in (string[])[Asked, "a.test", "b.test"])
        {
            _server.Script(name, AnswerTo);
        }
    }

    private byte[] AnswerTo(byte[] query)
    {
        var packet = _input.AsSpan(1);
        if ((_input[0] & Raw) != 0 || packet.Length < HeaderLength - 2)
        {
            return [query[0], query[1], .. packet];
        }

        byte[] answer = [.. DnsPacket.AnswerTo(query).ToArray()];
        packet[..2].CopyTo(answer.AsSpan(2));
        packet[4..10].CopyTo(answer.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(4), 1);
        return [.. answer, .. packet[10..]];
    }

    private static void Check(DnsAnswer answer, DnsType type)
    {
        BrokenPromiseException.Unless((answer.Outcome == DnsOutcome.Found) == (answer.Records.Count > 0), "there are records when some were found");
        BrokenPromiseException.Unless((answer.Outcome == DnsOutcome.TemporaryFailure) == (answer.Problem is not null), "who gives no answer says why");
        BrokenPromiseException.Unless(answer.Problem?.Any(char.IsControl) != true, "a problem is a line for the log");
        BrokenPromiseException.Unless(!answer.Authenticated && answer.TimeToLive >= TimeSpan.Zero, "nothing is believed beyond what is trusted");
        BrokenPromiseException.Unless(answer.Records.All(record => IsOf(type, record)), "records are of the type that was asked for");
        foreach (var name in answer.Records.Select(NameIn).Append(answer.Alias).OfType<string>())
        {
            BrokenPromiseException.Unless(IsName(name), $"a name is in lower case, without dot and control characters: {Uri.EscapeDataString(name)}");
        }
    }

    /// <summary>Those that make something of an answer.</summary>
    private static void Use(DnsAnswer answer)
    {
        var tlsa = new TlsaSet(Asked, [], answer.Records.OfType<DnsRecord.Tlsa>());
        BrokenPromiseException.Unless(tlsa.Usable.Count <= 100, "TLSA records have a limit");
        BrokenPromiseException.Unless(TlsRptRecord.Targets(answer.Records).Count <= TlsRptRecord.MaxTargets, "so have targets of reports");
    }

    private static bool IsOf(DnsType type, DnsRecord record) => (type, record) switch
    {
        (DnsType.A, DnsRecord.Address address) => address.Value.GetAddressBytes().Length == 4,
        (DnsType.Aaaa, DnsRecord.Address address) => address.Value.GetAddressBytes().Length == 16,
        (DnsType.Mx, DnsRecord.MailExchange) or (DnsType.Txt, DnsRecord.Text) or (DnsType.Srv, DnsRecord.Service) or (DnsType.Tlsa, DnsRecord.Tlsa) => true,
        (DnsType.Ptr or DnsType.Cname, DnsRecord.Name) => true,
        _ => false,
    };

    private static string? NameIn(DnsRecord record) => record switch
    {
        DnsRecord.MailExchange mx => mx.Host,
        DnsRecord.Service service => service.Host,
        DnsRecord.Name name => name.Host,
        _ => null,
    };

    private static bool IsName(string name) => name.Length <= 1024 && !name.EndsWith('.') && !name.Any(c => char.IsControl(c) || char.IsAsciiLetterUpper(c));
}
