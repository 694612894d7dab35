using Mail.Core;

namespace Mail.Transport.Tests;

/// <summary>What the DNS says of a server's certificate, and what becomes of mail to it.</summary>
public sealed class SenderDaneTests : IDisposable
{
    private readonly DaneAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    /// <summary>The zone, what the server does; and what comes of it and is reported.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("fits", "own", SendOutcome.Sent, TlsPolicyKind.Tlsa, null)]
    [InlineData("fits", "other", SendOutcome.Temporary, TlsPolicyKind.Tlsa, TlsProblem.TlsaInvalid)]
    [InlineData("fits", "none", SendOutcome.Temporary, TlsPolicyKind.Tlsa, TlsProblem.StarttlsNotSupported)]
    [InlineData("fits", "breaks", SendOutcome.Temporary, TlsPolicyKind.Tlsa, TlsProblem.ValidationFailure)]
    [InlineData("authority", "own", SendOutcome.Sent, TlsPolicyKind.Tlsa, null)]
    [InlineData("unusable", "own", SendOutcome.Sent, TlsPolicyKind.Tlsa, null)]
    [InlineData("unusable", "none", SendOutcome.Temporary, TlsPolicyKind.Tlsa, TlsProblem.StarttlsNotSupported)]
    [InlineData("servfail", "own", SendOutcome.Temporary, TlsPolicyKind.Tlsa, TlsProblem.DnssecInvalid)]
    [InlineData("absent", "other", SendOutcome.Sent, TlsPolicyKind.None, null)]
    [InlineData("insecure TLSA", "other", SendOutcome.Sent, TlsPolicyKind.None, null)]
    [InlineData("insecure address", "other", SendOutcome.Sent, TlsPolicyKind.None, null)]
    [InlineData("insecure MX", "other", SendOutcome.Sent, TlsPolicyKind.None, null)]
    [InlineData("alias", "own", SendOutcome.Sent, TlsPolicyKind.Tlsa, null)]
    [InlineData("alias", "other", SendOutcome.Temporary, TlsPolicyKind.Tlsa, TlsProblem.TlsaInvalid)]
    public async Task What_the_DNS_says_is_kept(string zone, string server, SendOutcome outcome, TlsPolicyKind kind, TlsProblem? problem)
    {
        await using var world = new SenderWorld(zoneOf: port => Zone(zone, port));
        using var own = _authority.Server();
        using var other = SenderWorld.Certificate("mx.peer.test");
        world.Server.Certificate = server switch { "own" => own, "none" => null, _ => other };
        world.Server.Issuers = server == "own" ? _authority.Sent : null;
        world.Server.Answer = command => command == "STARTTLS" && server == "breaks" ? "220 go\r\n250 no handshake" : null;

        var result = await world.SendAsync(Direct(world));

        Assert.Equal(outcome, result.Recipients[0].Outcome);
        Assert.Equal(outcome == SendOutcome.Sent ? 1 : 0, world.Server.Messages.Count);
        var told = Assert.Single(world.Results.All);
        Assert.Equal((kind, problem), (told.Kind, told.Problem));
    }

    /// <summary>RFC 8461 §2: what DANE says is not overridden, for better or worse.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("fits", true, SendOutcome.Sent)]
    [InlineData("fits", false, SendOutcome.Temporary)]
    [InlineData("unusable", true, SendOutcome.Temporary)]
    [InlineData("absent", true, SendOutcome.Temporary)]
    public async Task DANE_goes_before_MTA_STS(string zone, bool isOwn, SendOutcome outcome)
    {
        await using var world = new SenderWorld(zoneOf: port => Zone(zone, port));
        using var own = _authority.Server();
        using var other = SenderWorld.Certificate("mx.peer.test");
        world.Server.Certificate = isOwn ? own : other;
        await world.Policies.KeepAsync(
            new KeptStsPolicy
            {
                Domain = "peer.test",
                Id = "1",
                Policy = new StsPolicy(MtaStsMode.Enforce, TimeSpan.FromDays(7), ["mx.peer.test"]),
                FetchedAt = DateTimeOffset.UtcNow,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(outcome, (await world.SendAsync(Direct(world))).Recipients[0].Outcome);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_operator_who_wants_a_known_authority_gets_it_beside_DANE()
    {
        await using var world = new SenderWorld(zoneOf: port => Zone("fits", port));
        using var own = _authority.Server();
        world.Server.Certificate = own;
        var request = Direct(world);

        var result = await world.SendAsync(request with { Transport = request.Transport with { Tls = TlsLevel.Verified } });

        Assert.Equal((SendOutcome.Temporary, "4.7.5"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("fits", SendOutcome.Sent)]
    [InlineData("absent", SendOutcome.Permanent)]
    public async Task REQUIRETLS_is_kept_by_DANE(string zone, SendOutcome outcome)
    {
        await using var world = new SenderWorld(zoneOf: port => Zone(zone, port));
        using var own = _authority.Server();
        world.Server.Certificate = own;
        world.Server.Extensions = ["REQUIRETLS"];

        Assert.Equal(outcome, (await world.SendAsync(Direct(world) with { RequireTls = true })).Recipients[0].Outcome);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_server_is_asked_when_one_does_not_fit()
    {
        await using var world = new SenderWorld(zoneOf: port => $$"""
            {
              "peer.test": {"SIGNED": true, "MX": ["10 bad.peer.test", "20 mx.peer.test"]},
              "bad.peer.test": {"SIGNED": true, "A": ["127.0.0.2"]}, "_{{port}}._tcp.bad.peer.test": {"RCODE": "SERVFAIL"},
              "mx.peer.test": {"SIGNED": true, "A": ["127.0.0.1"]}, "_{{port}}._tcp.mx.peer.test": {"SIGNED": true, "TLSA": ["{{Text(3, "leaf")}}"]}
            }
            """);
        using var own = _authority.Server();
        world.Server.Certificate = own;

        Assert.Equal(SendOutcome.Sent, (await world.SendAsync(Direct(world))).Recipients[0].Outcome);
    }

    private static SendRequest Direct(SenderWorld world) => world.Request("b@peer.test") with { Transport = Core.Transport.Default };

    private string Text(byte usage, string whose)
    {
        var record = _authority.Record(usage, 1, 1, whose);
        return $"{record.Usage} {record.Selector} {record.MatchingType} {record.Data}";
    }

    private string Zone(string kind, int port)
    {
        var tlsa = kind switch
        {
            "absent" => "",
            "servfail" => """ "RCODE": "SERVFAIL" """,
            "unusable" => """ "SIGNED": true, "TLSA": ["1 1 1 00", "3 9 9 00"] """,
            "insecure TLSA" => $""" "TLSA": ["{Text(3, "leaf")}"] """,
            "authority" => $""" "SIGNED": true, "TLSA": ["{Text(2, "intermediate")}"] """,
            _ => $""" "SIGNED": true, "TLSA": ["{Text(3, "leaf")}"] """,
        };
        var owner = kind == "alias" ? "real.peer.test" : "mx.peer.test";
        var address = $$"""{"SIGNED": {{(kind == "insecure address" ? "false" : "true")}}, "A": ["127.0.0.1"]}""";
        return $$"""
            {
              "peer.test": {"SIGNED": {{(kind == "insecure MX" ? "false" : "true")}}, "MX": ["10 mx.peer.test"]},
              {{(kind == "alias" ? """ "mx.peer.test": {"SIGNED": true, "CNAME": ["real.peer.test"]}, """ : "")}}
              "{{owner}}": {{address}},
              "_{{port}}._tcp.{{owner}}": { {{tlsa}} }
            }
            """;
    }
}
