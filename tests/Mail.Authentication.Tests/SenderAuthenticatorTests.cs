using System.Net;
using System.Text;
using Mail.Authentication.Tests.Arc;
using Mail.Authentication.Tests.Signatures;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Authentication.Tests;

public class SenderAuthenticatorTests
{
    private static readonly FakeDns Dns = TestKeys.Zone(
        ("d.test", "v=spf1 ip4:192.0.2.1 -all"), ("mail.d.test", "v=spf1 -all"), ("_dmarc.d.test", "v=DMARC1; p=reject"));

    private static async Task<AuthenticationVerdict> AuthenticateAsync(AuthenticationRequest request, FakeDns? dns = null) =>
        await new SenderAuthenticator(dns ?? Dns, new FakeTimeProvider(SignatureRun.Noon)).AuthenticateAsync(request, TestContext.Current.CancellationToken);

    private static AuthenticationRequest Request(string? message = null, string client = "192.0.2.1") => new()
    {
        ClientAddress = IPAddress.Parse(client),
        Helo = "mail.d.test",
        ReversePath = "joe@d.test",
        Content = message is null ? null : new MemoryStream(Encoding.ASCII.GetBytes(message)),
    };

    [Fact]
    public async Task A_message_is_judged_by_all_methods()
    {
        var verdict = await AuthenticateAsync(Request(SignatureRun.Sign()));

        Assert.Equal(
            (AuthenticationResult.Pass, AuthenticationResult.Fail, AuthenticationResult.PermError, AuthenticationResult.None, AuthenticationResult.Pass),
            (verdict.Spf.Result, verdict.SpfHelo.Result, verdict.IpRev.Result, verdict.Arc.Result, verdict.Dmarc.Result));
        Assert.Equal(AuthenticationResult.Pass, Assert.Single(verdict.Dkim).Result);
    }

    [Fact]
    public async Task A_bounce_has_the_SPF_of_its_HELO()
    {
        var verdict = await AuthenticateAsync(Request() with { ReversePath = "" });

        Assert.Equal(("mail.d.test", AuthenticationResult.Fail), (verdict.Spf.Domain, verdict.Spf.Result));
    }

    [Fact]
    public async Task Of_an_unknown_client_nothing_is_said()
    {
        var verdict = await AuthenticateAsync(Request(SignatureRun.Sign()) with { ClientAddress = null });

        Assert.Equal((AuthenticationResult.None, AuthenticationResult.None), (verdict.Spf.Result, verdict.IpRev.Result));
        Assert.Equal(AuthenticationResult.Pass, verdict.Dmarc.Result);
    }

    [Fact]
    public async Task What_only_SPF_could_have_vouched_for_is_no_forgery_when_nobody_knows_the_client()
    {
        var verdict = await AuthenticateAsync(Request("From: joe@d.test\r\n\r\nhi\r\n") with { ClientAddress = null });

        Assert.Equal(
            (AuthenticationResult.Fail, DmarcPolicy.Reject, DmarcPolicy.None, "other"),
            (verdict.Dmarc.Result, verdict.Dmarc.Policy, verdict.Dmarc.Disposition, verdict.Dmarc.Override));
    }

    /// <summary>A forger names a domain of his own in MAIL FROM, whose servers never answer.</summary>
    [Fact]
    public async Task Servers_that_keep_us_waiting_hide_nothing_else()
    {
        var time = new FakeTimeProvider(SignatureRun.Noon);
        var request = Request("From: joe@d.test\r\n\r\nhi\r\n") with { ReversePath = "x@silent.test", Patience = TimeSpan.FromSeconds(5) };
        var check = new SenderAuthenticator(new SilentResolver("silent.test", Dns), time).AuthenticateAsync(request, TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(5));

        var verdict = await check.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((AuthenticationResult.TempError, AuthenticationResult.Fail), (verdict.Spf.Result, verdict.SpfHelo.Result));
        Assert.Equal((AuthenticationResult.Fail, DmarcPolicy.Reject), (verdict.Dmarc.Result, verdict.Dmarc.Disposition));
    }

    /// <summary>So that the screen's limit is what it says.</summary>
    [Fact]
    public async Task Everything_together_takes_no_longer_than_one_of_them_may()
    {
        var time = new FakeTimeProvider(SignatureRun.Noon);
        var message = SignatureRun.Sign().Replace("From: ", "From: joe@silent.test, ", StringComparison.Ordinal);
        var request = Request(message, "192.0.2.9") with { ReversePath = "x@silent.test", Patience = TimeSpan.FromSeconds(5) };
        var check = new SenderAuthenticator(new SilentResolver("test", Dns), time).AuthenticateAsync(request, TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(5));

        var verdict = await check.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((AuthenticationResult.TempError, AuthenticationResult.TempError), (verdict.Spf.Result, verdict.Dmarc.Result));
    }

    /// <summary>Of two authors the servers of one never answer, and the other is forged.</summary>
    [Fact]
    public async Task An_author_whose_servers_keep_us_waiting_hides_no_other()
    {
        var time = new FakeTimeProvider(SignatureRun.Noon);
        var request = Request("From: x@silent.test, joe@d.test\r\n\r\nhi\r\n", "192.0.2.9") with { ReversePath = "", Helo = null, Patience = TimeSpan.FromSeconds(5) };
        var check = new SenderAuthenticator(new SilentResolver("silent.test", Dns), time).AuthenticateAsync(request, TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(5));

        var verdict = await check.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((AuthenticationResult.Fail, DmarcPolicy.Reject, "d.test"), (verdict.Dmarc.Result, verdict.Dmarc.Disposition, verdict.Dmarc.Domain));
    }

    [Fact]
    public async Task A_header_without_bounds_is_not_read()
    {
        var verdict = await AuthenticateAsync(Request("From: joe@d.test\r\nX: " + new string('x', 2_000_000) + "\r\n\r\n"));

        Assert.Equal((AuthenticationResult.PermError, AuthenticationResult.Pass), (verdict.Dmarc.Result, verdict.Spf.Result));
        Assert.Equal(DmarcPolicy.Quarantine, verdict.Dmarc.Disposition);
    }

    [Theory]
    [InlineData("192.0.2.1", AuthenticationResult.Pass, "good.test")]
    [InlineData("192.0.2.2", AuthenticationResult.Fail, null)]
    [InlineData("192.0.2.3", AuthenticationResult.PermError, null)]
    [InlineData("192.0.2.4", AuthenticationResult.TempError, null)]
    [InlineData("192.0.2.5", AuthenticationResult.TempError, null)]
    [InlineData("::ffff:192.0.2.1", AuthenticationResult.Pass, "good.test")]
    [InlineData("2001:db8::1", AuthenticationResult.Pass, "good.test")]
    public async Task A_reverse_name_counts_when_it_leads_back(string client, AuthenticationResult expected, string? name)
    {
        var dns = FakeDns.Parse(
            """
            {
              "good.test": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]}, "slow.test": {"TIMEOUT": true},
              "1.2.0.192.in-addr.arpa": {"PTR": ["other.test", "good.test"]}, "2.2.0.192.in-addr.arpa": {"PTR": ["good.test"]},
              "4.2.0.192.in-addr.arpa": {"TIMEOUT": true}, "5.2.0.192.in-addr.arpa": {"PTR": ["slow.test"]},
              "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": {"PTR": ["good.test"]}
            }
            """);

        var verdict = await AuthenticateAsync(Request(client: client), dns);

        Assert.Equal((expected, name), (verdict.IpRev.Result, verdict.IpRev.Name));
    }

    [Fact]
    public async Task What_a_sealer_is_told_is_none_while_a_key_is_out_of_reach()
    {
        async Task<Core.SignatureFindings?> FindAsync(string message) =>
            await new SenderAuthenticator(Dns, new FakeTimeProvider(SignatureRun.Noon))
                .VerifyAsync(new MemoryStream(Encoding.ASCII.GetBytes(message)), TestContext.Current.CancellationToken);

        var found = await FindAsync(SignatureRun.Sign());

        Assert.Equal("none", found?.Chain);
        Assert.Matches("^dkim=pass header.d=d.test header.s=s header.b=[A-Za-z0-9]{8};\r\n\tarc=none$", found?.Results);
        Assert.Null(await FindAsync(SignatureRun.Sign(SignatureRun.Tags.Replace("s=s", "s=slow", StringComparison.Ordinal))));
        Assert.Null(await FindAsync(new ArcBuilder().Add(ArcBuilder.Results(1), ArcBuilder.Message(1), ArcBuilder.Seal(1).Replace("s=s", "s=slow", StringComparison.Ordinal)).ToString()));
    }
}
