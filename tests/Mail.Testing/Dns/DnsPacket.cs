using System.Buffers.Binary;
using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>A DNS message as octets (RFC 1035 §4): enough of it to answer, and to answer wrongly.</summary>
public sealed class DnsPacket
{
    private const int HeaderLength = 12;

    // Of every record that a test does not say otherwise of.
    private const int TimeToLive = 300;

    private readonly List<byte> _octets;
    private int _answers;
    private int _authorities;

    private DnsPacket(ReadOnlySpan<byte> question, int id)
    {
        _octets = [(byte)(id >> 8), (byte)id, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, .. question];
    }

    /// <summary>Where the next record begins.</summary>
    public int Length => _octets.Count;

    /// <summary>The answer to a query, with its id and question and no records yet.</summary>
    public static DnsPacket AnswerTo(ReadOnlySpan<byte> query) =>
        new(query[HeaderLength..QuestionEnd(query)], BinaryPrimitives.ReadUInt16BigEndian(query));

    /// <summary>The question of a query.</summary>
    public static DnsQuestion QuestionOf(ReadOnlySpan<byte> query)
    {
        var end = QuestionEnd(query);
        var labels = new List<string>();
        for (var i = HeaderLength; query[i] != 0; i += query[i] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(query.Slice(i + 1, query[i])));
        }

        return new DnsQuestion(string.Join('.', labels), (DnsType)BinaryPrimitives.ReadUInt16BigEndian(query[(end - 4)..]));
    }

    public DnsPacket WithCode(int rcode)
    {
        _octets[3] = (byte)((_octets[3] & 0xf0) | rcode);
        return this;
    }

    /// <summary>TC: the rest is to be had over TCP.</summary>
    public DnsPacket Truncated()
    {
        _octets[2] |= 2;
        return this;
    }

    /// <summary>AD: verified by DNSSEC.</summary>
    public DnsPacket Authenticated()
    {
        _octets[3] |= 0x20;
        return this;
    }

    /// <summary>Adds a record whose name is a pointer to the question.</summary>
    public DnsPacket Add(DnsRecord record, DnsType type) => Add([0xc0, HeaderLength], type, DataOf(record));

    public DnsPacket Add(string owner, DnsRecord record, DnsType type) => Add(NameOf(owner), type, DataOf(record));

    /// <summary>Adds a record of octets that need not be good.</summary>
    public DnsPacket Add(ReadOnlySpan<byte> owner, DnsType type, ReadOnlySpan<byte> data)
    {
        AddRecord(owner, (int)type, data);
        _answers++;
        return this;
    }

    /// <summary>The SOA of a negative answer (RFC 2308), which holds for <paramref name="minimum"/> seconds.</summary>
    public DnsPacket AddSoa(int minimum)
    {
        byte[] data = [.. NameOf("ns.test"), .. NameOf("h.test"), .. new byte[16], 0, 0, (byte)(minimum >> 8), (byte)minimum];
        AddRecord(NameOf("test"), 6, data);
        _authorities++;
        return this;
    }

    public byte[] ToArray()
    {
        _octets[6] = (byte)(_answers >> 8);
        _octets[7] = (byte)_answers;
        _octets[9] = (byte)_authorities;
        return [.. _octets];
    }

    public static byte[] NameOf(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static int QuestionEnd(ReadOnlySpan<byte> query)
    {
        var i = HeaderLength;
        while (query[i] != 0)
        {
            i += query[i] + 1;
        }

        return i + 5;
    }

    private void AddRecord(ReadOnlySpan<byte> owner, int type, ReadOnlySpan<byte> data) =>
        _octets.AddRange([.. owner, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, TimeToLive >> 8, TimeToLive & 255, (byte)(data.Length >> 8), (byte)data.Length, .. data]);

    private static byte[] DataOf(DnsRecord record) => record switch
    {
        DnsRecord.Address address => address.Value.GetAddressBytes(),
        DnsRecord.MailExchange mx => [(byte)(mx.Preference >> 8), (byte)mx.Preference, .. NameOf(mx.Host)],
        DnsRecord.Service srv => [.. new[] { srv.Priority, srv.Weight, srv.Port }.SelectMany(n => new[] { (byte)(n >> 8), (byte)n }), .. NameOf(srv.Host)],
        DnsRecord.Name name => NameOf(name.Host),
        DnsRecord.Tlsa tlsa => [tlsa.Usage, tlsa.Selector, tlsa.MatchingType, .. Convert.FromHexString(tlsa.Data)],
        DnsRecord.Text text => [.. text.Value.Chunk(255).SelectMany(part => (byte[])[(byte)part.Length, .. Encoding.ASCII.GetBytes(part)])],
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    };
}
