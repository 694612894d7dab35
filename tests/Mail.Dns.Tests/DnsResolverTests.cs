using System.Net;
using Mail.Core;
using Mail.Testing;

namespace Mail.Dns.Tests;

/// <summary>The real resolver on real packets.</summary>
public sealed class DnsResolverTests : IAsyncDisposable
{
    private const string Zone = """
        {
          "mail.test": {
            "A": ["192.0.2.1", "192.0.2.2"], "AAAA": ["2001:db8::1"], "MX": ["10 MX1.mail.test", "20 mx2.mail.test."],
            "TXT": ["v=spf1 -all", ["split ", "string"]]
          },
          "null.test": {"MX": ["0 ."]},
          "_submissions._tcp.mail.test": {"SRV": ["0 1 465 MX1.mail.test."]}, "_imap._tcp.mail.test": {"SRV": ["0 0 0 ."]},
          "1.2.0.192.in-addr.arpa": {"PTR": ["mail.test"]},
          "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": {"PTR": ["mail.test"]},
          "alias.test": {"CNAME": ["second.test"]}, "second.test": {"CNAME": ["mail.test"]},
          "dangling.test": {"CNAME": ["nowhere.test"]},
          "loop.test": {"CNAME": ["loop2.test"]}, "loop2.test": {"CNAME": ["loop.test"]},
          "slow.test": {"TIMEOUT": true},
          "broken.test": {"RCODE": "SERVFAIL"}, "refused.test": {"RCODE": "REFUSED"}
        }
        """;

    private readonly FakeDnsServer _server = new(DnsZone.Parse(Zone));
    private readonly DnsResolver _dns;

    public DnsResolverTests() => _dns = NewResolver(_server.EndPoint);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Each_type_of_record_is_read()
    {
        Assert.Equal(
            [new DnsRecord.Address(IPAddress.Parse("192.0.2.1")), new DnsRecord.Address(IPAddress.Parse("192.0.2.2"))], await FoundAsync("mail.test", DnsType.A));
        Assert.Equal([new DnsRecord.Address(IPAddress.Parse("2001:db8::1"))], await FoundAsync("mail.test", DnsType.Aaaa));
        Assert.Equal(
            [new DnsRecord.MailExchange(10, "mx1.mail.test"), new DnsRecord.MailExchange(20, "mx2.mail.test")], await FoundAsync("Mail.Test.", DnsType.Mx));
        Assert.Equal([new DnsRecord.Text("v=spf1 -all"), new DnsRecord.Text("split string")], await FoundAsync("mail.test", DnsType.Txt));
        Assert.Equal([new DnsRecord.MailExchange(0, "")], await FoundAsync("null.test", DnsType.Mx));
        Assert.Equal([new DnsRecord.Name("second.test")], await FoundAsync("alias.test", DnsType.Cname));
        Assert.Equal([new DnsRecord.Service(0, 1, 465, "mx1.mail.test")], await FoundAsync("_submissions._tcp.mail.test", DnsType.Srv));
        Assert.Equal([new DnsRecord.Service(0, 0, 0, "")], await FoundAsync("_imap._tcp.mail.test", DnsType.Srv));
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task An_address_has_a_name(string address)
    {
        var answer = await _dns.QueryAsync(DnsQuestion.Reverse(IPAddress.Parse(address)), Token);

        Assert.Equal([new DnsRecord.Name("mail.test")], answer.Records);
    }

    [Fact]
    public async Task Aliases_are_followed()
    {
        Assert.Equal(2, (await FoundAsync("alias.test", DnsType.A)).Count);
        Assert.Single(_server.Questions);
    }

    [Theory]
    [InlineData("mail.test", DnsType.Ptr, DnsOutcome.NoData)]
    [InlineData("nowhere.test", DnsType.A, DnsOutcome.NxDomain)]
    [InlineData("dangling.test", DnsType.A, DnsOutcome.NxDomain)]
    [InlineData("broken.test", DnsType.A, DnsOutcome.TemporaryFailure)]
    [InlineData("refused.test", DnsType.A, DnsOutcome.TemporaryFailure)]
    [InlineData("loop.test", DnsType.A, DnsOutcome.TemporaryFailure)]
    [InlineData("slow.test", DnsType.A, DnsOutcome.TemporaryFailure)]
    public async Task What_is_not_found_says_why(string name, DnsType type, DnsOutcome outcome)
    {
        var answer = await _dns.QueryAsync(name, type, Token);

        Assert.Equal(outcome, answer.Outcome);
        Assert.Empty(answer.Records);
        Assert.Equal(outcome == DnsOutcome.TemporaryFailure, answer.Problem is not null);
    }

    [Fact]
    public async Task A_negative_answer_holds_as_long_as_the_zone_says()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), (await _dns.QueryAsync("nowhere.test", DnsType.A, Token)).TimeToLive);
    }

    [Fact]
    public async Task No_answer_is_asked_for_a_second_time()
    {
        await _dns.QueryAsync("slow.test", DnsType.A, Token);

        Assert.Equal(2, _server.Questions.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("with space.test")]
    [InlineData("back\\slash.test")]
    [InlineData("grün.test")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.test")]
    public async Task A_name_that_cannot_exist_is_not_asked_for(string name)
    {
        Assert.Equal(DnsOutcome.NxDomain, (await _dns.QueryAsync(name, DnsType.A, Token)).Outcome);
        Assert.Empty(_server.Questions);
    }

    [Fact]
    public async Task A_long_answer_comes_over_TCP()
    {
        _server.Script("long.test", query =>
        {
            var answer = DnsPacket.AnswerTo(query);
            for (var i = 0; i < 100; i++)
            {
                answer.Add(new DnsRecord.Text(new string('x', 200) + i), DnsType.Txt);
            }

            return answer.ToArray();
        });

        Assert.Equal(100, (await FoundAsync("long.test", DnsType.Txt)).Count);
    }

    [Fact]
    public async Task Another_server_is_asked_when_the_first_is_silent()
    {
        await using var silent = new FakeDnsServer(DnsZone.Parse("""{"mail.test": {"TIMEOUT": true}}"""));
        var dns = NewResolver(silent.EndPoint, _server.EndPoint);

        // Which of the two is asked first is chance.
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(DnsOutcome.Found, (await dns.QueryAsync("mail.test", DnsType.A, Token)).Outcome);
            dns = NewResolver(silent.EndPoint, _server.EndPoint);
        }
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_known()
    {
        var gone = new FakeDnsServer(DnsZone.Parse("{}"));
        var dns = NewResolver(gone.EndPoint);
        await gone.DisposeAsync();

        Assert.Equal(DnsOutcome.TemporaryFailure, (await dns.QueryAsync("mail.test", DnsType.A, Token)).Outcome);
    }

    private static DnsResolver NewResolver(params IPEndPoint[] servers) =>
        new(new DnsOptions { Servers = servers, TryTimeout = TimeSpan.FromMilliseconds(300) }, TimeProvider.System);

    private async Task<IReadOnlyList<DnsRecord>> FoundAsync(string name, DnsType type)
    {
        var answer = await _dns.QueryAsync(name, type, Token);
        Assert.Equal((DnsOutcome.Found, null), (answer.Outcome, answer.Problem));
        Assert.Equal(TimeSpan.FromSeconds(300), answer.TimeToLive);
        return answer.Records;
    }
}
