using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Dns.Tests;

/// <summary>Whatever a packet holds: an outcome in bounded time, never an address that was not asked for.</summary>
public sealed class HostilePacketTests : IAsyncDisposable
{
    private static readonly DnsRecord Address = new DnsRecord.Address(IPAddress.Parse("192.0.2.66"));

    private static readonly Dictionary<string, Func<byte[], byte[]?>> Packets = new()
    {
        ["wrong id"] = query => Change(Good(query), packet => packet[0] ^= 1),
        ["another question"] = query => Change(Good(query), packet => packet[13] ^= 1),
        ["another type in the question"] = query => Change(Good(query), packet => packet[query.AsSpan(12).IndexOf((byte)0) + 14] ^= 2),
        ["no question"] = query => [.. Good(query)[..4], 0, 0, .. Good(query)[6..12]],
        ["empty"] = _ => [],
        ["one octet"] = _ => [0],
        ["header only"] = query => Good(query)[..12],
        ["cut in the record"] = query => Good(query)[..^3],
        ["more records than there are"] = query => Change(Good(query), packet => packet[6] = 0xff),
        ["pointer to itself"] = query => Pointer(query, to => to),
        ["pointer forward"] = query => Pointer(query, to => to + 4),
        ["pointer beyond the end"] = query => Pointer(query, _ => 0x3fff),
        ["pointers in a circle"] = query =>
        {
            var at = DnsPacket.AnswerTo(query).Length;
            return DnsPacket.AnswerTo(query).Add([0xc0, (byte)(at + 2), 0xc0, (byte)at], DnsType.A, [192, 0, 2, 66]).ToArray();
        },
        ["label longer than the packet"] = query => DnsPacket.AnswerTo(query).Add([63, 1, 2], DnsType.A, []).ToArray(),
        ["record of another name"] = query => DnsPacket.AnswerTo(query).Add("other.test", Address, DnsType.A).ToArray(),
        ["alias to itself"] = query =>
            DnsPacket.AnswerTo(query).Add(new DnsRecord.Name("evil.test"), DnsType.Cname).ToArray(),
        ["aliases in a circle"] = query => DnsPacket.AnswerTo(query)
            .Add(new DnsRecord.Name("b.test"), DnsType.Cname).Add("b.test", new DnsRecord.Name("evil.test"), DnsType.Cname).ToArray(),
        ["an address of three octets"] = query => DnsPacket.AnswerTo(query).Add([0xc0, 12], DnsType.A, [192, 0, 2]).ToArray(),
        ["cut off without end"] = query => DnsPacket.AnswerTo(query).Truncated().ToArray(),
        ["a question"] = query => query,
        ["noise"] = query => Change(new byte[400], packet => new Random(1).NextBytes(packet)),
    };

    private readonly FakeDnsServer _server = new(DnsZone.Parse("{}"));
    private readonly DnsResolver _dns;

    public HostilePacketTests() => _dns = new DnsResolver(
        new DnsOptions { Servers = [_server.EndPoint], TryTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

    public static TheoryData<string> Names => [.. Packets.Keys];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_packet_that_is_no_answer_gives_no_address(string packet)
    {
        _server.Script("evil.test", Packets[packet]);

        var answer = await _dns.QueryAsync("evil.test", DnsType.A, TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.NotEqual(DnsOutcome.Found, answer.Outcome);
        Assert.NotEqual(DnsOutcome.NxDomain, answer.Outcome);
    }

    public static TheoryData<string, byte[]> Services => new()
    {
        { "nothing", [] },
        { "cut in the port", [0, 0, 0, 1, 1] },
        { "no target", [0, 0, 0, 1, 1, 209] },
        { "target cut off", [0, 0, 0, 1, 1, 209, 4, (byte)'m', (byte)'x'] },
        { "target points to itself", [0, 0, 0, 1, 1, 209, 0xc0, 45] },
        { "target points beyond the end", [0, 0, 0, 1, 1, 209, 0xff, 0xff] },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_SRV_record_that_is_none_is_no_service(string what, byte[] data)
    {
        _server.Script("evil.test", query => DnsPacket.AnswerTo(query).Add([0xc0, 12], DnsType.Srv, data).ToArray());

        var answer = await _dns.QueryAsync("evil.test", DnsType.Srv, TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.True(answer.Outcome == DnsOutcome.TemporaryFailure, what);
    }

    [Fact]
    public async Task A_name_that_would_break_a_line_does_not()
    {
        _server.Script("evil.test", query => DnsPacket.AnswerTo(query).Add([0xc0, 12], DnsType.Mx, [0, 10, 8, .. "a\r\nb\0\u0085c"u8, 4, .. "test"u8, 0]).ToArray());

        var answer = await _dns.QueryAsync("evil.test", DnsType.Mx, TestContext.Current.CancellationToken);

        var host = Assert.IsType<DnsRecord.MailExchange>(Assert.Single(answer.Records)).Host;
        Assert.DoesNotContain(host, char.IsControl);
        Assert.EndsWith(".test", host, StringComparison.Ordinal);
    }

    /// <summary>Over TCP a message has 64 KiB (RFC 1035 §4.2.2), and no more records than fit: an answer cannot be larger than these.</summary>
    [Theory]
    [InlineData(DnsType.Txt, new byte[] { 1, (byte)'x' }, 4500)]
    [InlineData(DnsType.Tlsa, new byte[] { 3, 1, 1, 0 }, 4000)]
    [InlineData(DnsType.Srv, new byte[] { 0, 0, 0, 1, 1, 209, 0xc0, 12 }, 3200)]
    public async Task As_many_records_as_fit_are_read(DnsType type, byte[] data, int count)
    {
        _server.Script("evil.test", query =>
        {
            var packet = DnsPacket.AnswerTo(query);
            for (var i = 0; i < count; i++)
            {
                packet.Add([0xc0, 12], type, data);
            }

            return packet.ToArray();
        });

        var answer = await _dns.QueryAsync("evil.test", type, TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal((DnsOutcome.Found, count), (answer.Outcome, answer.Records.Count));
    }

    [Fact]
    public async Task A_chain_of_aliases_without_end_is_left()
    {
        var links = 0;
        for (var i = 0; i < 50; i++)
        {
            var next = $"n{i + 1}.test";
            _server.Script(i == 0 ? "evil.test" : $"n{i}.test", query =>
            {
                Interlocked.Increment(ref links);
                return DnsPacket.AnswerTo(query).Add(new DnsRecord.Name(next), DnsType.Cname).ToArray();
            });
        }

        var answer = await _dns.QueryAsync("evil.test", DnsType.A, TestContext.Current.CancellationToken);

        Assert.Equal(DnsOutcome.TemporaryFailure, answer.Outcome);
        Assert.InRange(links, 2, 10);
    }

    [Fact]
    public async Task Every_change_of_one_octet_of_a_good_answer_is_survived()
    {
        var good = Good([.. new byte[] { 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, .. DnsPacket.NameOf("evil.test"), 0, 1, 0, 1]);
        var at = 2;
        var value = 0;
        _server.Script("evil.test", query => Change(Good(query), packet => packet[at] = (byte)value));
        var dns = new NetworkResolver(new DnsOptions { Servers = [_server.EndPoint], TryTimeout = TimeSpan.FromMilliseconds(50) });
        for (; at < good.Length - 4; at++)
        {
            foreach (var change in (int[])[0, 1, 63, 0xc0, 0xff])
            {
                value = change;
                var answer = await dns.QueryAsync(new DnsQuestion("evil.test", DnsType.A), TestContext.Current.CancellationToken);

                Assert.All(answer.Records, record => Assert.Equal(Address, record));
            }
        }
    }

    private static byte[] Good(byte[] query) => DnsPacket.AnswerTo(query).Add(Address, DnsType.A).ToArray();

    private static byte[] Pointer(byte[] query, Func<int, int> to)
    {
        var target = to(DnsPacket.AnswerTo(query).Length);
        return DnsPacket.AnswerTo(query).Add([(byte)(0xc0 | (target >> 8)), (byte)target], DnsType.A, [192, 0, 2, 66]).ToArray();
    }

    private static byte[] Change(byte[] packet, Action<byte[]> change)
    {
        change(packet);
        return packet;
    }
}
