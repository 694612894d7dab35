using Mail.Core;

namespace Mail.Transport.Tests;

public class SenderTlsTests
{
    /// <summary>Level, what the server does, and what comes of it.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(TlsLevel.None, "good", SendOutcome.Sent, false)]
    [InlineData(TlsLevel.Opportunistic, "good", SendOutcome.Sent, true)]
    [InlineData(TlsLevel.Opportunistic, "other name", SendOutcome.Sent, true)]
    [InlineData(TlsLevel.Opportunistic, "none", SendOutcome.Sent, false)]
    [InlineData(TlsLevel.Opportunistic, "refuses", SendOutcome.Sent, false)]
    [InlineData(TlsLevel.Opportunistic, "breaks", SendOutcome.Sent, false)]
    [InlineData(TlsLevel.Required, "good", SendOutcome.Sent, true)]
    [InlineData(TlsLevel.Required, "other name", SendOutcome.Sent, true)]
    [InlineData(TlsLevel.Required, "none", SendOutcome.Temporary, false)]
    [InlineData(TlsLevel.Required, "refuses", SendOutcome.Temporary, false)]
    [InlineData(TlsLevel.Required, "breaks", SendOutcome.Temporary, false)]
    [InlineData(TlsLevel.Verified, "good", SendOutcome.Sent, true)]
    [InlineData(TlsLevel.Verified, "other name", SendOutcome.Temporary, false)]
    [InlineData(TlsLevel.Verified, "none", SendOutcome.Temporary, false)]
    public async Task A_level_is_kept(TlsLevel level, string server, SendOutcome outcome, bool isEncrypted)
    {
        await using var world = new SenderWorld(zone: """{"relay.test": {"A": ["127.0.0.1"]}}""");
        using var certificate = SenderWorld.Certificate(server == "other name" ? "other.test" : "relay.test");
        world.Server.Certificate = server == "none" ? null : certificate;
        world.Server.Answer = command => command != "STARTTLS" ? null : server switch { "refuses" => "454 4.7.0 not now", "breaks" => "220 go\r\n250 no handshake", _ => null };

        var result = await world.SendAsync(Through(world, level));

        Assert.Equal((outcome, isEncrypted), (result.Recipients[0].Outcome, result.Tls is not null));
        Assert.Equal(outcome == SendOutcome.Sent ? 1 : 0, world.Server.Messages.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, true, SendOutcome.Sent)]
    [InlineData(true, false, SendOutcome.Permanent)]
    [InlineData(false, true, SendOutcome.Permanent)]
    public async Task REQUIRETLS_is_kept_or_the_message_comes_back(bool tls, bool offered, SendOutcome outcome)
    {
        await using var world = new SenderWorld(zone: """{"relay.test": {"A": ["127.0.0.1"]}}""");
        using var certificate = SenderWorld.Certificate("relay.test");
        world.Server.Certificate = tls ? certificate : null;
        world.Server.Extensions = offered ? ["REQUIRETLS"] : [];

        var result = await world.SendAsync(Through(world, TlsLevel.Opportunistic) with { RequireTls = true });

        Assert.Equal(outcome, result.Recipients[0].Outcome);
        Assert.Equal(outcome == SendOutcome.Sent ? "2.0.0" : "5.7.30", result.Recipients[0].Status);
        Assert.All(world.Server.Messages, message => Assert.EndsWith(" REQUIRETLS", message.Mail, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_password_goes_to_a_relay_that_offers_a_way()
    {
        Environment.SetEnvironmentVariable("MAIL_TEST_RELAY_LOGIN", "me:secret:with:colons");
        await using var world = new SenderWorld();
        world.Server.Extensions = ["AUTH PLAIN LOGIN"];
        var relay = world.Request("b@peer.test");
        world.Server.Answer = command => command.StartsWith("AUTH", StringComparison.Ordinal) ? "235 2.7.0 welcome" : null;

        var result = await world.SendAsync(relay with { Transport = relay.Transport with { Credentials = "env:MAIL_TEST_RELAY_LOGIN" } });

        Assert.Equal(SendOutcome.Sent, result.Recipients[0].Outcome);
        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String("\0me\0secret:with:colons"u8), world.Server.Commands);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("AUTH PLAIN", "535 5.7.8 wrong", "env:MAIL_TEST_RELAY_OTHER", "4.7.8")]
    [InlineData("AUTH GSSAPI", null, "env:MAIL_TEST_RELAY_OTHER", "4.7.4")]
    [InlineData("AUTH PLAIN", null, "env:MAIL_TEST_NOT_SET", "4.3.5")]
    [InlineData("AUTH SCRAM-SHA-256", "334 bm9uc2Vuc2U=", "env:MAIL_TEST_RELAY_OTHER", "4.7.8")]
    public async Task A_login_that_fails_is_for_the_operator_to_mend(string offer, string? answer, string credentials, string status)
    {
        Environment.SetEnvironmentVariable("MAIL_TEST_RELAY_OTHER", "me:secret");
        await using var world = new SenderWorld();
        world.Server.Extensions = [offer];
        world.Server.Answer = command => command.StartsWith("AUTH", StringComparison.Ordinal) ? answer : command == "*" ? "501 5.7.0 cancelled" : null;
        var relay = world.Request("b@peer.test");

        var result = await world.SendAsync(relay with { Transport = relay.Transport with { Credentials = credentials } });

        Assert.Equal((SendOutcome.Temporary, status, SendScope.Destination), (result.Recipients[0].Outcome, result.Recipients[0].Status, result.Scope));
        Assert.DoesNotContain("secret", result.Recipients[0].Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Servers_that_the_DNS_names_get_no_password()
    {
        Environment.SetEnvironmentVariable("MAIL_TEST_RELAY_DIRECT", "me:secret");
        await using var world = new SenderWorld(zone: """{"peer.test": {"MX": ["10 mx.peer.test"]}, "mx.peer.test": {"A": ["127.0.0.1"]}}""");
        world.Server.Extensions = ["AUTH PLAIN"];
        var transport = new Core.Transport { Pattern = "*", Kind = TransportKind.Direct, Credentials = "env:MAIL_TEST_RELAY_DIRECT" };

        var result = await world.SendAsync(world.Request("b@peer.test") with { Transport = transport });

        Assert.Equal(SendOutcome.Sent, result.Recipients[0].Outcome);
        Assert.DoesNotContain(world.Server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TlsLevel.None, TlsLevel.Required)]
    [InlineData(TlsLevel.Opportunistic, TlsLevel.Verified)]
    [InlineData(TlsLevel.Required, TlsLevel.Required)]
    [InlineData(TlsLevel.Verified, TlsLevel.Verified)]
    public async Task A_password_wants_a_certificate_unless_the_operator_says_otherwise(TlsLevel said, TlsLevel level)
    {
        await using var world = new SenderWorld();
        var request = world.Request("b@peer.test");
        request = request with { Transport = request.Transport with { Tls = said, Credentials = "env:X" } };
        var plan = new TlsPlan(request, areNamesAuthenticated: true, StsFinding.None, new DaneFinder(world.Dns));

        var decision = await plan.ForAsync(new NextHop("relay.test", System.Net.IPAddress.Parse("198.51.100.1"), 587), TestContext.Current.CancellationToken);

        Assert.Equal(level, decision.Level);
    }

    private static SendRequest Through(SenderWorld world, TlsLevel level)
    {
        var request = world.Request("b@peer.test");
        return request with { Transport = request.Transport with { Host = "relay.test", Tls = level } };
    }
}
