using Mail.Testing;

namespace Mail.Gateway.Tests;

public class ClientPolicyTests
{
    [Fact]
    public async Task A_client_with_a_name_that_leads_back_has_it_in_the_envelope_and_in_Received()
    {
        await using var bench = await StrangerBench.StartAsync();

        var (envelope, content) = await bench.ReceiveAsync(StrangerBench.Good);

        Assert.Equal("mail.good.test", envelope.ClientName);
        Assert.Equal("1 greet=unavailable rdns=pass:mail.good.test helo=pass sender=pass", envelope.Checks);
        Assert.StartsWith("Received: from client.test (mail.good.test [192.0.2.1])\r\n", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_whose_address_is_hidden_passes_nothing()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "dnsbl-sites=a.list");

        var (envelope, _) = await bench.ReceiveAsync(null);

        Assert.Null(envelope.ClientAddress);
        Assert.Equal("1 greet=unavailable rdns=unavailable helo=pass sender=pass dnsbl=unavailable:0", envelope.Checks);
    }

    [Fact]
    public async Task A_DNS_that_does_not_answer_stops_nobody()
    {
        await using var bench = await StrangerBench.StartAsync(
            """ "2.2.0.192.in-addr.arpa": {"TIMEOUT": true}, "2.2.0.192.a.list": {"RCODE": "SERVFAIL"}, "client.test": {"TIMEOUT": true} """,
            settings: ["dnsbl-sites=a.list", "client-name=verified", "helo-must-resolve=yes"]);

        var (envelope, _) = await bench.ReceiveAsync("192.0.2.2");

        Assert.Equal("1 greet=unavailable rdns=unavailable helo=unavailable sender=pass dnsbl=unavailable:0", envelope.Checks);
    }

    [Fact]
    public async Task The_operators_own_machines_are_not_asked_about()
    {
        await using var bench = await StrangerBench.StartAsync(
            change: o => o with { TrustedNetworks = NetworkList.Parse("192.0.2.0/24") },
            settings: ["client-name=verified", "helo=strict", "dnsbl-sites=a.list", "greet-wait=30s"]);

        Assert.StartsWith("250 ", await bench.OfferAsync("192.0.2.9", helo: "mx.example.test", sender: "x@nowhere.test"), StringComparison.Ordinal);
        var (envelope, _) = await bench.ReceiveAsync("192.0.2.9");

        Assert.Null(envelope.Checks);
        Assert.Empty(((FakeDns)bench.Dns).Questions);
    }

    [Theory]
    [InlineData("192.0.2.2", "off", "250 2.1.5")]
    [InlineData("192.0.2.2", "reverse", "450 4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.2]")]
    [InlineData("192.0.2.2", "verified", "450 4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.2]")]
    [InlineData("192.0.2.3", "reverse", "250 2.1.5")]
    [InlineData("192.0.2.3", "verified", "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.3]")]
    [InlineData("192.0.2.4", "verified", "250 2.1.5")]
    [InlineData(StrangerBench.Good, "verified", "250 2.1.5")]
    [InlineData(null, "verified", "250 2.1.5")]
    public async Task The_name_of_a_client(string? client, string rule, string reply)
    {
        await using var bench = await StrangerBench.StartAsync(
            """ "3.2.0.192.in-addr.arpa": {"PTR": ["mail.good.test"]}, "4.2.0.192.in-addr.arpa": {"TIMEOUT": true} """, settings: $"client-name={rule}");

        Assert.StartsWith(reply, await bench.OfferAsync(client), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client.test", "forged", "250 2.1.5")]
    [InlineData("mx.example.test", "forged", "550 5.7.1 <mx.example.test>: Helo command rejected: You are not me")]
    [InlineData("mx.example.test", "off", "250 2.1.5")]
    [InlineData("[192.0.2.1]", "strict", "250 2.1.5")]
    [InlineData("[192.0.2.2]", "forged", "550 5.7.1 <[192.0.2.2]>: Helo command rejected: Not your address")]
    [InlineData("a..b", "forged", "501 5.5.2 <a..b>: Helo command rejected: Invalid name")]
    [InlineData("localhost", "forged", "250 2.1.5")]
    [InlineData("localhost", "strict", "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname")]
    public async Task The_HELO_of_a_client(string helo, string rule, string reply)
    {
        await using var bench = await StrangerBench.StartAsync(settings: $"helo={rule}");

        Assert.StartsWith(reply, await bench.OfferAsync(StrangerBench.Good, helo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HELO_that_is_not_in_the_DNS()
    {
        await using var bench = await StrangerBench.StartAsync(settings: "helo-must-resolve=yes");

        Assert.Equal(
            "450 4.7.1 <nowhere.test>: Helo command rejected: Host not found", await bench.OfferAsync(StrangerBench.Good, "nowhere.test"));
        Assert.StartsWith("250 ", await bench.OfferAsync(StrangerBench.Good, "mail.good.test"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s@sender.test", "250 2.1.5")]
    [InlineData("", "250 2.1.5")]
    [InlineData("s@[192.0.2.1]", "250 2.1.5")]
    [InlineData("s@slow.test", "250 2.1.5")]
    [InlineData("s@nowhere.test", "450 4.1.8 <s@nowhere.test>: Sender address rejected: Domain not found")]
    [InlineData("s@null.test", "550 5.7.27 <s@null.test>: Sender address rejected: Domain does not accept mail (nullMX)")]
    public async Task The_domain_of_a_sender(string sender, string reply)
    {
        await using var bench = await StrangerBench.StartAsync(""" "slow.test": {"TIMEOUT": true}, "null.test": {"MX": ["0 ."]} """);

        Assert.StartsWith(reply, await bench.OfferAsync(StrangerBench.Good, sender: sender), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_whose_domain_cannot_be_looked_up_is_put_off_when_the_site_wants_it()
    {
        await using var bench = await StrangerBench.StartAsync(""" "slow.test": {"TIMEOUT": true} """, settings: "sender-domain-defer=yes");

        Assert.StartsWith("450 4.4.3 ", await bench.OfferAsync(StrangerBench.Good, sender: "s@slow.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_on_a_list_is_refused_and_told_which()
    {
        await using var bench = await StrangerBench.StartAsync(
            """ "2.2.0.192.a.list": {"A": ["127.0.0.2"]}, "3.2.0.192.a.list": {"A": ["127.0.0.2"]}, "3.2.0.192.good.list": {"A": ["127.0.0.1"]} """,
            settings: "dnsbl-sites=a.list*2, good.list*-2");

        Assert.Equal("550 5.7.1 Service unavailable; client [192.0.2.2] blocked using a.list", await bench.OfferAsync("192.0.2.2"));
        Assert.StartsWith("250 ", await bench.OfferAsync("192.0.2.3"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await bench.OfferAsync(StrangerBench.Good), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_greeting_does_not_wait_for_the_DNS()
    {
        var gate = new TaskCompletionSource();
        await using var bench = await StrangerBench.StartAsync();
        ((FakeDns)bench.Dns).Gate = gate.Task;
        using var client = await bench.ConnectFromAsync(StrangerBench.Good);
        await client.OpenAsync();

        var rcpt = client.CommandAsync("RCPT TO:<alice@example.test>");
        await GatewayBench.UntilAsync(() => Task.FromResult(((FakeDns)bench.Dns).Questions.Count > 0), "the DNS is asked");
        Assert.False(rcpt.IsCompleted);
        gate.SetResult();
        Assert.StartsWith("250 ", await rcpt, StringComparison.Ordinal);
    }
}
