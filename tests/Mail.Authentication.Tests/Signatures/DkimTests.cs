using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static Mail.Authentication.Tests.Signatures.SignatureRun;

namespace Mail.Authentication.Tests.Signatures;

/// <summary>RFC 6376, 8301, 8463.</summary>
public class DkimTests
{
    [Fact]
    public async Task A_true_signature_passes_and_says_whose_it_is()
    {
        var verdict = await VerifyOneAsync(Sign());

        Assert.Equal((AuthenticationResult.Pass, "d.test", "s", "rsa-sha256", null), (verdict.Result, verdict.Domain, verdict.Selector, verdict.Algorithm, verdict.Reason));
        Assert.Equal(8, verdict.SignatureStart!.Length);
    }

    [Fact]
    public async Task Ed25519_signs_the_hash() =>
        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(Sign(Tags.Replace("rsa-", "ed25519-").Replace("s=s", "s=e"), ed25519: true))).Result);

    /// <summary>The keys and the signatures of RFC 8463 appendix A: of another's making.</summary>
    [Fact]
    public async Task The_example_of_RFC_8463_passes()
    {
        const string Message =
            """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.

            """;
        var zone = TestKeys.Zone(
            ("brisbane._domainkey.football.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
            ("test._domainkey.football.example.com",
                "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/"
                + "byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"));

        var found = await VerifyAsync(Message.ReplaceLineEndings("\r\n"), zone);

        Assert.Equal([AuthenticationResult.Pass, AuthenticationResult.Pass], found.Dkim.Select(verdict => verdict.Result));
    }

    [Theory]
    [InlineData("bob@x.test", "eve@x.test")]
    [InlineData("Hello", "hello")]
    [InlineData("bye", "bye!")]
    [InlineData("From: Joe", "From: Eve <eve@evil.test>\r\nX-From: Joe")]
    [InlineData("d=d.test", "d=other.test")]
    public async Task A_change_of_what_is_signed_fails(string from, string to) =>
        Assert.Equal(AuthenticationResult.Fail, (await VerifyOneAsync(Sign().Replace(from, to, StringComparison.Ordinal))).Result);

    [Theory]
    [InlineData("Subject:  Hello   there ", "SUBJECT : Hello\r\n there\t")]
    [InlineData("X-A: 1", "X-A: 3")]
    [InlineData("Hi  there \t\r\n", "Hi there\r\n")]
    [InlineData("bye\r\n\r\n\r\n", "bye")]
    [InlineData("DKIM-Signature: v=1;", "DKIM-SIGNATURE:v=1;")]
    public async Task What_relaxed_forgives_passes(string from, string to) =>
        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(Sign().Replace(from, to, StringComparison.Ordinal))).Result);

    [Fact]
    public async Task Simple_forgives_only_empty_lines_at_the_end()
    {
        var tags = $"v=1; a=rsa-sha256; d=d.test; s=s; h=from:to; bh={TestKeys.BodyHash(SimpleBody)}; b=";
        var b = TestKeys.Sign($"From: Joe <joe@d.test>\r\nTo:  bob@x.test,\r\n\tbar@y.test\r\nDKIM-Signature: {tags}");
        var message = $"DKIM-Signature: {tags}{b}\r\n{Header}\r\n{Body}";

        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(message)).Result);
        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(message + "\r\n\r\n")).Result);
        Assert.Equal(AuthenticationResult.Fail, (await VerifyOneAsync(message.Replace("To:  bob", "To: bob", StringComparison.Ordinal))).Result);
        Assert.Equal(AuthenticationResult.Fail, (await VerifyOneAsync(message.Replace("Hi  there", "Hi there", StringComparison.Ordinal))).Result);
    }

    [Fact]
    public async Task Fields_of_one_name_are_taken_from_the_bottom_up()
    {
        var message = Sign(Tags.Replace("subject;", "subject:x-a:X-A:x-a:absent;"), "x-a:2\r\nx-a:1\r\n");

        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(message)).Result);
        // Named once more than they were there: RFC 6376 §8.15.
        Assert.Equal(AuthenticationResult.Fail, (await VerifyOneAsync(message.Replace("X-A: 1", "X-A: 0\r\nX-A: 1", StringComparison.Ordinal))).Result);
        Assert.Equal(AuthenticationResult.Fail, (await VerifyOneAsync(message.Replace("X-A: 1", "Absent: no\r\nX-A: 1", StringComparison.Ordinal))).Result);
    }

    [Theory]
    [InlineData("v=1; ", "", AuthenticationResult.Neutral)]
    [InlineData("v=1; ", "v=2; ", AuthenticationResult.Neutral)]
    [InlineData("v=1; ", "v=1;; ", AuthenticationResult.Neutral)]
    [InlineData("v=1; ", "v=1; v=1; ", AuthenticationResult.Neutral)]
    [InlineData("a=rsa-sha256; ", "", AuthenticationResult.Neutral)]
    [InlineData("a=rsa-sha256", "a=rsa-md5", AuthenticationResult.Neutral)]
    [InlineData("a=rsa-sha256", "a=rsa-sha1", AuthenticationResult.Policy)]
    [InlineData("d=d.test; ", "", AuthenticationResult.Neutral)]
    [InlineData("d=d.test", "d=d..test", AuthenticationResult.Neutral)]
    [InlineData("s=s; ", "", AuthenticationResult.Neutral)]
    [InlineData("h=from:to:subject; ", "", AuthenticationResult.Neutral)]
    [InlineData("h=from:", "h=", AuthenticationResult.PermError)]
    [InlineData("bh={bh}", "bh=***", AuthenticationResult.Neutral)]
    [InlineData("bh={bh}; ", "", AuthenticationResult.Neutral)]
    [InlineData("b={b}", "b=", AuthenticationResult.Neutral)]
    [InlineData("c=relaxed/relaxed", "c=relaxed/tight", AuthenticationResult.Neutral)]
    [InlineData("s=s;", "s=s; q=dns/new;", AuthenticationResult.Neutral)]
    [InlineData("s=s;", "s=s; q=dns/new : dns/txt;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=s; t=x;", AuthenticationResult.Neutral)]
    [InlineData("s=s;", "s=s; t=20; x=10;", AuthenticationResult.Neutral)]
    [InlineData("s=s;", "s=s; x=1767300000;", AuthenticationResult.Policy)]
    [InlineData("s=s;", "s=s; t=1767300000; x=1767355200;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=s; t=1767400000;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=s; t=1767450000;", AuthenticationResult.Policy)]
    [InlineData("s=s;", "s=s; unknown=anything, really;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=s; i=joe@sub.d.test;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=s; i=@d.test;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=s; i=@evild.test;", AuthenticationResult.PermError)]
    [InlineData("s=s;", "s=s; i=d.test;", AuthenticationResult.PermError)]
    [InlineData("d=d.test", "d=D.Test", AuthenticationResult.Pass)]
    [InlineData("; d=d.test; s=s; h=from:to:subject;", "\r\n\t;\r\n d = d.test ; s=\r\n s; h=from :\r\n to:Subject ;", AuthenticationResult.Pass)]
    [InlineData("b={b}", "b=\r\n {b} \r\n\t;", AuthenticationResult.Pass)]
    [InlineData("s=s;", "s=absent;", AuthenticationResult.PermError)]
    [InlineData("s=s;", "s=slow;", AuthenticationResult.TempError)]
    [InlineData("s=s;", "s=e;", AuthenticationResult.PermError)]
    public async Task Each_tag_has_its_say(string from, string to, AuthenticationResult expected)
    {
        var verdict = await VerifyOneAsync(Sign(Tags.Replace(from, to, StringComparison.Ordinal)));

        Assert.Equal(expected, verdict.Result);
        Assert.Equal(expected == AuthenticationResult.Pass, verdict.Reason is null);
    }

    [Theory]
    [InlineData("p={p}", AuthenticationResult.Pass)]
    [InlineData("v=DKIM1; h=sha1:sha256; s=*; t=y:s; n=notes; p={p};;", AuthenticationResult.Pass)]
    [InlineData("v=DKIM1; s=email; g=*; p={p}", AuthenticationResult.Pass)]
    [InlineData("v=DKIM2; p={p}", AuthenticationResult.PermError)]
    [InlineData("p={p}; v=DKIM1", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1; p=", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1; p=***", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1; p=AAAA", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1; h=sha1; p={p}", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1; s=tlsrpt; p={p}", AuthenticationResult.PermError)]
    [InlineData("v=DKIM1; k=ed25519; p={p}", AuthenticationResult.PermError)]
    [InlineData("v=spf1 -all", AuthenticationResult.PermError)]
    public async Task Each_key_record_too(string record, AuthenticationResult expected)
    {
        var dns = TestKeys.Zone(("k._domainkey.d.test", record.Replace("{p}", TestKeys.RsaRecord, StringComparison.Ordinal)));

        Assert.Equal(expected, (await VerifyOneAsync(Sign(Tags.Replace("s=s;", "s=k;")), dns)).Result);
    }

    [Fact]
    public async Task A_key_that_is_not_for_subdomains_is_none_for_them()
    {
        var dns = TestKeys.Zone(("k._domainkey.d.test", $"t=s; p={TestKeys.RsaRecord}"));

        Assert.Equal(AuthenticationResult.PermError, (await VerifyOneAsync(Sign(Tags.Replace("s=s;", "s=k; i=@sub.d.test;")), dns)).Result);
        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(Sign(Tags.Replace("s=s;", "s=k; i=joe@d.test;")), dns)).Result);
    }

    [Fact]
    public async Task The_key_may_be_wrapped_or_bare()
    {
        var dns = TestKeys.Zone(("k._domainkey.d.test", $"p={Convert.ToBase64String(TestKeys.Rsa.ExportRSAPublicKey())}"));

        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(Sign(Tags.Replace("s=s;", "s=k;")), dns)).Result);
    }

    [Fact]
    public async Task Of_several_records_one_that_fits_is_enough()
    {
        var dns = Testing.FakeDns.Parse($$"""{"s._domainkey.d.test": {"TXT": ["v=spf1 -all", "v=DKIM1; p=", "v=DKIM1; p={{TestKeys.RsaRecord}}"]} }""");

        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(Sign(), dns)).Result);
    }

    /// <summary>RFC 8301 §3.2.</summary>
    [Theory]
    [InlineData(512, AuthenticationResult.Policy)]
    [InlineData(1024, AuthenticationResult.Pass)]
    [InlineData(4096, AuthenticationResult.Pass)]
    [InlineData(5120, AuthenticationResult.Policy)]
    public async Task Keys_have_1024_to_4096_bits(int bits, AuthenticationResult expected)
    {
        using var rsa = RSA.Create(bits);
        var tags = $"v=1; a=rsa-sha256; c=relaxed/relaxed; d=d.test; s=k; h=from; bh={TestKeys.BodyHash(RelaxedBody)}; b=";
        var data = Encoding.ASCII.GetBytes($"from:Joe <joe@d.test>\r\ndkim-signature:{tags}");
        var message = $"DKIM-Signature: {tags}{Convert.ToBase64String(rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}\r\n{Header}\r\n{Body}";
        var dns = TestKeys.Zone(("k._domainkey.d.test", $"p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}"));

        Assert.Equal(expected, (await VerifyOneAsync(message, dns)).Result);
    }

    /// <summary>RFC 6376 §3.5 l=, §8.2.</summary>
    [Theory]
    [InlineData(17, "", AuthenticationResult.Pass, false)]
    [InlineData(17, "more", AuthenticationResult.Pass, true)]
    [InlineData(8, "", AuthenticationResult.Pass, true)]
    [InlineData(0, "", AuthenticationResult.Pass, true)]
    [InlineData(18, "", AuthenticationResult.Fail, false)]
    public async Task Of_a_body_only_a_part_may_be_signed(int length, string appended, AuthenticationResult expected, bool isPartial)
    {
        var part = RelaxedBody[..Math.Min(length, RelaxedBody.Length)];
        var tags = Tags.Replace("s=s;", string.Create(CultureInfo.InvariantCulture, $"s=s; l={length};"));

        var verdict = await VerifyOneAsync(Sign(tags, body: part) + appended);

        Assert.Equal((expected, isPartial), (verdict.Result, verdict.IsPartial));
    }

    [Fact]
    public async Task A_message_without_a_body_can_be_signed()
    {
        var message = Sign(body: "");

        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(message[..message.IndexOf("\r\n\r\n", StringComparison.Ordinal)] + "\r\n")).Result);
    }

    [Fact]
    public async Task Ten_signatures_are_looked_at_and_a_name_is_asked_once()
    {
        var dns = TestKeys.Zone();
        var fake = Sign()[..Sign().IndexOf("From:", StringComparison.Ordinal)];

        var found = await VerifyAsync(string.Concat(Enumerable.Repeat(fake, 12)) + Sign(), dns);

        Assert.Equal(11, found.Dkim.Count);
        Assert.Equal((AuthenticationResult.Policy, "more signatures than are looked at"), (found.Dkim[10].Result, found.Dkim[10].Reason));
        Assert.Single(dns.Questions);
        Assert.Equal(10, (await VerifyAsync(string.Concat(Enumerable.Repeat(fake, 9)) + Sign(), dns)).Dkim.Count);
    }
}
