using Mail.Core;
using Mail.Testing;

namespace Mail.Dns.Tests;

/// <summary>What is made of a resolver that says that it has verified an answer.</summary>
public sealed class DnssecTests : IAsyncDisposable
{
    private const string Zone = """
        {
          "signed.test": {"SIGNED": true, "A": ["192.0.2.1"]},
          "plain.test": {"A": ["192.0.2.1"]},
          "good-alias.test": {"SIGNED": true, "CNAME": ["signed.test"]},
          "half-alias.test": {"CNAME": ["signed.test"]},
          "lost-alias.test": {"SIGNED": true, "CNAME": ["plain.test"]},
          "_25._tcp.signed.test": {"SIGNED": true, "TLSA": ["3 1 1 00FF10", "255 9 7 aa"]}
        }
        """;

    private readonly FakeDnsServer _server = new(DnsZone.Parse(Zone));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("signed.test", DnsType.A, DnsTrust.Loopback, true)]
    [InlineData("signed.test", DnsType.A, DnsTrust.Anywhere, true)]
    [InlineData("signed.test", DnsType.A, DnsTrust.Nobody, false)]
    [InlineData("signed.test", DnsType.Mx, DnsTrust.Loopback, true)]
    [InlineData("plain.test", DnsType.A, DnsTrust.Loopback, false)]
    [InlineData("plain.test", DnsType.Mx, DnsTrust.Anywhere, false)]
    [InlineData("good-alias.test", DnsType.A, DnsTrust.Loopback, true)]
    [InlineData("half-alias.test", DnsType.A, DnsTrust.Loopback, false)]
    [InlineData("lost-alias.test", DnsType.A, DnsTrust.Loopback, false)]
    public async Task Its_word_counts_where_a_setting_says_so(string name, DnsType type, DnsTrust trust, bool isAuthenticated)
    {
        var answer = await AskAsync(name, type, trust);

        Assert.Equal(isAuthenticated, answer.Authenticated);
        Assert.NotEqual(DnsOutcome.TemporaryFailure, answer.Outcome);
    }

    [Fact]
    public async Task A_chain_that_the_resolver_has_not_followed_is_as_good_as_its_worst_answer()
    {
        _server.Script("far.test", query => DnsPacket.AnswerTo(query).Add(new DnsRecord.Name("signed.test"), DnsType.Cname).Authenticated().ToArray());
        _server.Script("weak.test", query => DnsPacket.AnswerTo(query).Add(new DnsRecord.Name("signed.test"), DnsType.Cname).ToArray());

        var far = await AskAsync("far.test", DnsType.A, DnsTrust.Loopback);

        Assert.Equal((DnsOutcome.Found, true, "signed.test"), (far.Outcome, far.Authenticated, far.Alias));
        Assert.False((await AskAsync("weak.test", DnsType.A, DnsTrust.Loopback)).Authenticated);
    }

    [Fact]
    public async Task TLSA_records_are_read_as_they_are()
    {
        var answer = await AskAsync("_25._tcp.signed.test", DnsType.Tlsa, DnsTrust.Loopback);

        Assert.Equal([new DnsRecord.Tlsa(3, 1, 1, "00ff10"), new DnsRecord.Tlsa(255, 9, 7, "aa")], answer.Records);
        Assert.True(answer.Authenticated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_TLSA_record_that_is_cut_off_is_no_answer(int length)
    {
        _server.Script("cut.test", query => DnsPacket.AnswerTo(query).Add([0xc0, 12], DnsType.Tlsa, new byte[length]).Authenticated().ToArray());

        Assert.Equal(DnsOutcome.TemporaryFailure, (await AskAsync("cut.test", DnsType.Tlsa, DnsTrust.Loopback)).Outcome);
    }

    private ValueTask<DnsAnswer> AskAsync(string name, DnsType type, DnsTrust trust) =>
        new DnsResolver(new DnsOptions { Servers = [_server.EndPoint], Trust = trust, TryTimeout = TimeSpan.FromSeconds(5) }, TimeProvider.System)
            .QueryAsync(name, type, TestContext.Current.CancellationToken);
}
