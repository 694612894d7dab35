using System.Net;
using System.Text;
using Mail.Authentication.Tests.Arc;
using Mail.Authentication.Tests.Signatures;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Authentication.Tests.Dmarc;

/// <summary>RFC 7489 §6.6.</summary>
public class DmarcTests
{
    private const string Zone =
        """
        "_dmarc.shop.test": {"TXT": ["v=DMARC1; p=reject; sp=quarantine; np=reject"]}, "sub.shop.test": {"A": ["192.0.2.1"]},
        "_dmarc.strict.test": {"TXT": ["v=DMARC1; p=reject; adkim=s; aspf=s"]},
        "_dmarc.none.test": {"TXT": ["v=DMARC1; p=none"]},
        "_dmarc.two.test": {"TXT": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "_dmarc.sub.two.test": {"TXT": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]},
        "_dmarc.broken.test": {"TXT": ["v=DMARC1; p=maybe"]}, "_dmarc.slow.test": {"TIMEOUT": true},
        "_dmarc.noise.test": {"TXT": ["v=spf1 -all", "v=DMARC1; p=quarantine", "something"]},
        "_dmarc.third.test": {"TXT": ["v=DMARC1; p=reject; pct=0"]}, "_dmarc.lists.test": {"TXT": ["v=DMARC1; p=quarantine; pct=0"]}
        """;

    private static Task<DmarcVerdict> EvaluateAsync(string from, string? spf = null, string? dkim = null, bool isPartial = false) => EvaluateAsync(
        $"From: {from}\r\nSubject: s\r\n\r\n",
        spf is null ? new SpfVerdict(AuthenticationResult.Fail, "evil.test") : new SpfVerdict(AuthenticationResult.Pass, spf),
        dkim is null ? [] : [new DkimVerdict(AuthenticationResult.Pass) { Domain = dkim, IsPartial = isPartial }]);

    private static async Task<DmarcVerdict> EvaluateAsync(string header, SpfVerdict spf, IReadOnlyList<DkimVerdict> dkim)
    {
        var block = HeaderBlock.Read(new MemoryStream(Encoding.UTF8.GetBytes(header)))!;
        var authors = await new DmarcEvaluator(FakeDns.Parse("{" + Zone + "}"), new FakeTimeProvider()).FindAsync(block, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return DmarcEvaluator.Evaluate(block, authors, spf, dkim, _ => null);
    }

    [Theory]
    [InlineData("a@shop.test", "shop.test", null, AuthenticationResult.Pass)]
    [InlineData("a@shop.test", "bounce.shop.test", null, AuthenticationResult.Pass)]
    [InlineData("a@sub.shop.test", null, "shop.test", AuthenticationResult.Pass)]
    [InlineData("a@shop.test", null, "sub.shop.test", AuthenticationResult.Pass)]
    [InlineData("a@SHOP.Test", null, "shop.test", AuthenticationResult.Pass)]
    [InlineData("a@shop.test", "evil.test", "evil.test", AuthenticationResult.Fail)]
    [InlineData("a@shop.test", "notshop.test", "shop.test.evil.test", AuthenticationResult.Fail)]
    [InlineData("a@shop.test", null, null, AuthenticationResult.Fail)]
    [InlineData("a@strict.test", "strict.test", null, AuthenticationResult.Pass)]
    [InlineData("a@strict.test", "sub.strict.test", "sub.strict.test", AuthenticationResult.Fail)]
    [InlineData("a@absent.test", "absent.test", "absent.test", AuthenticationResult.None)]
    [InlineData("a@two.test", "two.test", null, AuthenticationResult.None)]
    [InlineData("a@sub.two.test", "two.test", null, AuthenticationResult.None)]
    [InlineData("a@broken.test", null, null, AuthenticationResult.None)]
    [InlineData("a@slow.test", "slow.test", null, AuthenticationResult.TempError)]
    [InlineData("a@noise.test", null, null, AuthenticationResult.Fail)]
    public async Task Who_is_aligned_passes(string from, string? spf, string? dkim, AuthenticationResult expected)
    {
        var verdict = await EvaluateAsync(from, spf, dkim);

        Assert.Equal(expected, verdict.Result);
        Assert.Equal(expected == AuthenticationResult.Pass, verdict.SpfAligned || verdict.DkimAligned);
    }

    /// <summary>RFC 7489 §6.6.3; RFC 9091 §3.2 for a name that is nowhere.</summary>
    [Theory]
    [InlineData("a@shop.test", "shop.test", DmarcPolicy.Reject)]
    [InlineData("a@sub.shop.test", "shop.test", DmarcPolicy.Quarantine)]
    [InlineData("a@nowhere.shop.test", "shop.test", DmarcPolicy.Reject)]
    [InlineData("a@none.test", "none.test", DmarcPolicy.None)]
    public async Task The_policy_is_the_one_for_the_name(string from, string policyDomain, DmarcPolicy policy)
    {
        var verdict = await EvaluateAsync(from);

        Assert.Equal((AuthenticationResult.Fail, policyDomain, policy, policy), (verdict.Result, verdict.PolicyDomain, verdict.Policy, verdict.Disposition));
    }

    [Theory]
    [InlineData("a@third.test", DmarcPolicy.Reject, DmarcPolicy.Quarantine)]
    [InlineData("a@lists.test", DmarcPolicy.Quarantine, DmarcPolicy.None)]
    public async Task What_is_not_sampled_is_treated_one_step_milder(string from, DmarcPolicy policy, DmarcPolicy disposition)
    {
        var verdict = await EvaluateAsync(from);

        Assert.Equal((policy, disposition, "sampled_out"), (verdict.Policy, verdict.Disposition, verdict.Override));
    }

    [Theory]
    [InlineData("From: a@none.test, b@shop.test\r\n", "shop.test", DmarcPolicy.Reject)]
    [InlineData("From: a@none.test\r\nFrom: b@shop.test\r\n", "shop.test", DmarcPolicy.Reject)]
    [InlineData("From: group: a@shop.test, b@shop.test;\r\n", "shop.test", DmarcPolicy.Reject)]
    [InlineData("From: \"a@shop.test\" <b@none.test>\r\n", "none.test", DmarcPolicy.None)]
    [InlineData("from:\r\n =?utf-8?q?Joe?= (a@none.test)\r\n <a@shop.test>\r\n", "shop.test", DmarcPolicy.Reject)]
    public async Task Of_several_authors_the_strictest_counts(string header, string domain, DmarcPolicy disposition)
    {
        var verdict = await EvaluateAsync(header + "\r\n", new SpfVerdict(AuthenticationResult.None), []);

        Assert.Equal((domain, disposition), (verdict.Domain, verdict.Disposition));
    }

    [Theory]
    [InlineData("")]
    [InlineData("From:\r\n")]
    [InlineData("From: nobody\r\n")]
    [InlineData("From: group:;\r\n")]
    [InlineData("From: a@[192.0.2.1]\r\n")]
    [InlineData("From: a@shop..test\r\n")]
    [InlineData("From: a@shop.test\r\nFrom: nobody\r\n")]
    [InlineData("From: a@a.test, a@b.test, a@c.test, a@d.test, a@e.test\r\n")]
    public async Task Nobody_in_particular_is_an_error(string header)
    {
        // A lone "nobody" has no domain: it is no author that DMARC could ask.
        var verdict = await EvaluateAsync(header + "\r\n", new SpfVerdict(AuthenticationResult.Pass, "shop.test"), []);

        Assert.Equal((AuthenticationResult.PermError, null), (verdict.Result, verdict.Domain));
    }

    /// <summary>Whoever hides the author hides something; who has no domain is nobody else.</summary>
    [Theory]
    [InlineData("From: a@a.test, a@b.test, a@c.test, a@d.test, boss@shop.test\r\n", DmarcPolicy.Quarantine)]
    [InlineData("From: boss@shop.test <\r\n", DmarcPolicy.Quarantine)]
    [InlineData("From: a@none.test@shop.test\r\n", DmarcPolicy.Quarantine)]
    [InlineData("From: boss@shop.test; a@none.test\r\n", DmarcPolicy.Quarantine)]
    [InlineData("From: boss@sh\u200Bop.test\r\n", DmarcPolicy.Quarantine)]
    [InlineData("From: boss@sh\u00ADop.test\r\n", DmarcPolicy.Quarantine)]
    [InlineData("From: root (Cron Daemon)\r\n", DmarcPolicy.None)]
    [InlineData("Subject: no author\r\n", DmarcPolicy.None)]
    public async Task Who_hides_the_author_is_treated_as_a_forger(string header, DmarcPolicy disposition)
    {
        var verdict = await EvaluateAsync(header + "\r\n", new SpfVerdict(AuthenticationResult.Pass, "evil.test"), []);

        Assert.Equal((AuthenticationResult.PermError, disposition), (verdict.Result, verdict.Disposition));
    }

    [Fact]
    public async Task A_signature_that_leaves_a_part_of_the_body_open_does_not_count() =>
        Assert.Equal(AuthenticationResult.Fail, (await EvaluateAsync("a@shop.test", dkim: "shop.test", isPartial: true)).Result);

    [Fact]
    public async Task What_may_still_pass_does_not_fail()
    {
        var byKey = await EvaluateAsync(
            "From: a@shop.test\r\n\r\n", new SpfVerdict(AuthenticationResult.Fail, "shop.test"), [new DkimVerdict(AuthenticationResult.TempError) { Domain = "shop.test" }]);
        var byAnother = await EvaluateAsync(
            "From: a@shop.test\r\n\r\n", new SpfVerdict(AuthenticationResult.TempError, "evil.test"), [new DkimVerdict(AuthenticationResult.TempError) { Domain = "evil.test" }]);

        Assert.Equal((AuthenticationResult.TempError, AuthenticationResult.Fail), (byKey.Result, byAnother.Result));
    }

    /// <summary>Where his signature leaves something open, what is there may be of anybody.</summary>
    [Theory]
    [InlineData("h=from:to", "h=to")]
    [InlineData("c=relaxed", "l=10; c=relaxed")]
    public async Task A_trusted_sealer_answers_for_From_and_the_whole_body(string from, string to)
    {
        const string Said = "i=1; lists.example.org; dmarc=pass header.from=d1.example.org";
        var body = to.StartsWith("l=", StringComparison.Ordinal) ? ArcBuilder.RelaxedBody[..10] : ArcBuilder.RelaxedBody;
        var message = new ArcBuilder().Add(Said, ArcBuilder.Message(1).Replace(from, to, StringComparison.Ordinal), ArcBuilder.Seal(1), body).ToString();

        var verdict = await ForwardedAsync(message, "d.test");

        Assert.Equal(AuthenticationResult.Pass, verdict.Arc.Result);
        Assert.Equal((DmarcPolicy.Reject, null), (verdict.Dmarc.Disposition, verdict.Arc.TrustedSealer));
    }

    /// <summary>A list that the site trusts has changed the message; it says that DMARC passed before.</summary>
    [Theory]
    [InlineData("d.test", "dmarc=pass header.from=d1.example.org", DmarcPolicy.None, "local_policy")]
    [InlineData("D.TEST", "dmarc=pass (p=reject) header.from=D1.example.org", DmarcPolicy.None, "local_policy")]
    [InlineData("other.test", "dmarc=pass header.from=d1.example.org", DmarcPolicy.Reject, null)]
    [InlineData("d.test", "dmarc=fail header.from=d1.example.org", DmarcPolicy.Reject, null)]
    [InlineData("d.test", "dmarc=pass header.from=shop.test", DmarcPolicy.Reject, null)]
    [InlineData("d.test", "dmarc=pass", DmarcPolicy.Reject, null)]
    [InlineData("d.test", "dmarc=fail (; dmarc=pass header.from=d1.example.org)", DmarcPolicy.Reject, null)]
    [InlineData("d.test", "spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=d1.example.org\"", DmarcPolicy.Reject, null)]
    public async Task A_trusted_sealer_is_believed(string trusted, string said, DmarcPolicy disposition, string? reason)
    {
        var verdict = await ForwardedAsync(new ArcBuilder().Add($"i=1; lists.example.org; {said}", ArcBuilder.Message(1), ArcBuilder.Seal(1)).ToString(), trusted);

        Assert.Equal((AuthenticationResult.Fail, disposition, reason), (verdict.Dmarc.Result, verdict.Dmarc.Disposition, verdict.Dmarc.Override));
        Assert.Equal(reason is null ? null : "d.test", verdict.Arc.TrustedSealer);
    }

    private static async Task<AuthenticationVerdict> ForwardedAsync(string message, string trusted)
    {
        var request = new AuthenticationRequest
        {
            ClientAddress = IPAddress.Parse("192.0.2.9"),
            Helo = "list.test",
            ReversePath = "list@list.test",
            TrustedSealers = [trusted],
            Content = new MemoryStream(Encoding.ASCII.GetBytes(message)),
        };
        return await new SenderAuthenticator(TestKeys.Zone(("_dmarc.example.org", "v=DMARC1; p=reject")), new FakeTimeProvider(SignatureRun.Noon))
            .AuthenticateAsync(request, TestContext.Current.CancellationToken);
    }
}
