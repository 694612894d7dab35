using Mail.Core;

namespace Mail.Transport.Tests;

/// <summary>What a domain asks for by MTA-STS, and what becomes of mail to it.</summary>
public class SenderPolicyTests
{
    private const string Zone = """{"peer.test": {"MX": ["10 mx.peer.test"]}, "mx.peer.test": {"A": ["127.0.0.1"]}}""";

    /// <summary>Mode, the servers of the policy, what the server does; and what comes of it and is reported.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(MtaStsMode.Enforce, "mx.peer.test", "good", SendOutcome.Sent, null)]
    [InlineData(MtaStsMode.Enforce, "*.peer.test", "good", SendOutcome.Sent, null)]
    [InlineData(MtaStsMode.Enforce, "*.other.test", "good", SendOutcome.Temporary, TlsProblem.ValidationFailure)]
    [InlineData(MtaStsMode.Enforce, "mx.peer.test", "other name", SendOutcome.Temporary, TlsProblem.CertificateHostMismatch)]
    [InlineData(MtaStsMode.Enforce, "mx.peer.test", "expired", SendOutcome.Temporary, TlsProblem.CertificateExpired)]
    [InlineData(MtaStsMode.Enforce, "mx.peer.test", "none", SendOutcome.Temporary, TlsProblem.StarttlsNotSupported)]
    [InlineData(MtaStsMode.Enforce, "mx.peer.test", "breaks", SendOutcome.Temporary, TlsProblem.ValidationFailure)]
    [InlineData(MtaStsMode.Testing, "mx.peer.test", "good", SendOutcome.Sent, null)]
    [InlineData(MtaStsMode.Testing, "*.other.test", "good", SendOutcome.Sent, TlsProblem.ValidationFailure)]
    [InlineData(MtaStsMode.Testing, "mx.peer.test", "other name", SendOutcome.Sent, TlsProblem.CertificateHostMismatch)]
    [InlineData(MtaStsMode.Testing, "mx.peer.test", "none", SendOutcome.Sent, TlsProblem.StarttlsNotSupported)]
    [InlineData(MtaStsMode.Testing, "mx.peer.test", "breaks", SendOutcome.Sent, TlsProblem.ValidationFailure)]
    [InlineData(MtaStsMode.None, "", "none", SendOutcome.Sent, TlsProblem.StarttlsNotSupported)]
    [InlineData(MtaStsMode.None, "", "other name", SendOutcome.Sent, null)]
    public async Task A_policy_is_kept(MtaStsMode mode, string servers, string server, SendOutcome outcome, TlsProblem? problem)
    {
        await using var world = new SenderWorld(zone: Zone);
        using var certificate = SenderWorld.Certificate(server == "other name" ? "other.test" : "mx.peer.test", server == "expired");
        world.Server.Certificate = server == "none" ? null : certificate;
        world.Server.Answer = command => command == "STARTTLS" && server == "breaks" ? "220 go\r\n250 no handshake" : null;
        await KeepAsync(world, mode, servers);

        var result = await world.SendAsync(Direct(world));

        Assert.Equal((outcome, SendScopeOf(outcome)), (result.Recipients[0].Outcome, result.Scope));
        Assert.Equal(outcome == SendOutcome.Sent ? 1 : 0, world.Server.Messages.Count);
        var told = Assert.Single(world.Results.All);
        Assert.Equal(("peer.test", mode == MtaStsMode.None ? TlsPolicyKind.None : TlsPolicyKind.Sts, "mx.peer.test", problem), (told.Domain, told.Kind, told.Host, told.Problem));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_stricter_of_transport_and_policy_counts()
    {
        await using var world = new SenderWorld(zone: Zone);
        using var certificate = SenderWorld.Certificate("other.test");
        world.Server.Certificate = certificate;
        await KeepAsync(world, MtaStsMode.Testing, "mx.peer.test");
        var request = Direct(world);

        var result = await world.SendAsync(request with { Transport = request.Transport with { Tls = TlsLevel.Verified } });

        Assert.Equal((SendOutcome.Temporary, "4.7.5"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
    }

    /// <summary>The operator says that nothing is to be asked for; a sender says it; a relay is nobody's MX.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("transport")]
    [InlineData("sender")]
    [InlineData("smarthost")]
    public async Task There_are_ways_around_a_policy_for_those_who_may(string who)
    {
        await using var world = new SenderWorld(zone: Zone);
        await KeepAsync(world, MtaStsMode.Enforce, "mx.other.test");
        var request = Direct(world);
        request = who switch
        {
            "transport" => request with { Transport = request.Transport with { Tls = TlsLevel.None } },
            "sender" => request with { TlsOptional = true },
            _ => world.Request("b@peer.test"),
        };

        Assert.Equal(SendOutcome.Sent, (await world.SendAsync(request)).Recipients[0].Outcome);
        Assert.Empty(world.Results.All);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_sent_while_it_is_not_known_what_is_asked_for()
    {
        await using var world = new SenderWorld(zone: Zone);
        world.Policies.Faults.Unavailable = true;

        var result = await world.SendAsync(Direct(world));

        Assert.Equal((SendOutcome.Temporary, "4.3.0"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
        Assert.Equal(0, world.Server.Connections);
    }

    /// <summary>RFC 8689 §4.2.1: that the server is one of the domain's has to be certain.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(MtaStsMode.Enforce, "mx.peer.test", SendOutcome.Sent)]
    [InlineData(MtaStsMode.Testing, "mx.peer.test", SendOutcome.Sent)]
    [InlineData(MtaStsMode.Testing, "mx.other.test", SendOutcome.Permanent)]
    [InlineData(MtaStsMode.None, "", SendOutcome.Permanent)]
    public async Task REQUIRETLS_wants_the_server_to_be_certain(MtaStsMode mode, string servers, SendOutcome outcome)
    {
        await using var world = new SenderWorld(zone: Zone);
        using var certificate = SenderWorld.Certificate("mx.peer.test");
        world.Server.Certificate = certificate;
        world.Server.Extensions = ["REQUIRETLS"];
        await KeepAsync(world, mode, servers);

        var result = await world.SendAsync(Direct(world) with { RequireTls = true, TlsOptional = true });

        Assert.Equal((outcome, outcome == SendOutcome.Sent ? "2.0.0" : "5.7.30"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
    }

    private static SendScope SendScopeOf(SendOutcome outcome) => outcome == SendOutcome.Sent ? SendScope.Message : SendScope.Destination;

    private static SendRequest Direct(SenderWorld world) => world.Request("b@peer.test") with { Transport = Core.Transport.Default };

    private static ValueTask KeepAsync(SenderWorld world, MtaStsMode mode, string servers) => world.Policies.KeepAsync(
        new KeptStsPolicy
        {
            Domain = "peer.test",
            Id = "1",
            Policy = new StsPolicy(mode, TimeSpan.FromDays(7), servers.Split(',', StringSplitOptions.RemoveEmptyEntries)),
            FetchedAt = DateTimeOffset.UtcNow,
        },
        TestContext.Current.CancellationToken);
}
