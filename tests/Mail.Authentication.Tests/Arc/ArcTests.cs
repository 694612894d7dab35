using Mail.Authentication.Tests.Signatures;
using Mail.Testing;

namespace Mail.Authentication.Tests.Arc;

/// <summary>RFC 8617 §5.2. The cases are those of the ValiMail suite, made anew.</summary>
public class ArcTests
{
    /// <summary>A chain of one set, changed before it is signed.</summary>
    private static string OneSet(Func<string, string>? results = null, Func<string, string>? message = null, Func<string, string>? seal = null)
    {
        static string As(string text, Func<string, string>? change) => change is null ? text : change(text);
        return new ArcBuilder().Add(As(ArcBuilder.Results(1), results), As(ArcBuilder.Message(1), message), As(ArcBuilder.Seal(1), seal)).ToString();
    }

    private static async Task<ArcVerdict> ValidateAsync(string message, FakeDns? dns = null) => (await SignatureRun.VerifyAsync(message, dns)).Arc;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(50)]
    public async Task A_whole_chain_passes(int count)
    {
        var verdict = await ValidateAsync(ArcBuilder.Chain(count).ToString());

        Assert.Equal((AuthenticationResult.Pass, 0), (verdict.Result, verdict.OldestPass));
        Assert.Equal(Enumerable.Repeat("d.test", count), verdict.Sealers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\nHey gang,\r\n")]
    [InlineData("From: a@d.test\r\n\r\nHey\r\n")]
    [InlineData("From: a@d.test\r\n")]
    public async Task A_message_without_sets_has_none(string message) => Assert.Equal(AuthenticationResult.None, (await ValidateAsync(message)).Result);

    [Fact]
    public async Task Fifty_one_sets_are_too_many() => Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(ArcBuilder.Chain(51).ToString())).Result);

    [Fact]
    public async Task The_order_of_the_fields_does_not_matter()
    {
        var chain = new ArcBuilder();
        for (var i = 1; i <= 3; i++)
        {
            // Of fields that are there more than once a signature would mean the lowest.
            chain.Add(ArcBuilder.Results(i), ArcBuilder.Message(i).Replace(":arc-authentication-results", "", StringComparison.Ordinal), ArcBuilder.Seal(i));
        }

        Assert.Equal(AuthenticationResult.Pass, (await ValidateAsync(chain.Reverse().ToString())).Result);
    }

    /// <summary>A list may change the message; who seals after that vouches for it.</summary>
    [Fact]
    public async Task An_old_message_signature_need_not_be_true_any_more()
    {
        var changed = ArcBuilder.Chain(1).Replace("Subject: ", "Subject: [list] ").Add(ArcBuilder.Results(2), ArcBuilder.Message(2), ArcBuilder.Seal(2));

        var verdict = await ValidateAsync(changed.ToString());

        Assert.Equal((AuthenticationResult.Pass, 2), (verdict.Result, verdict.OldestPass));
    }

    /// <summary>Signed as it stands: what the grammar of both fields allows, and what it does not. A key that cannot be looked up breaks the chain for good (§5.2.1).</summary>
    [Theory]
    [InlineData("t=12345", "t=12345;", AuthenticationResult.Pass)]
    [InlineData("t=12345", "t=12345; w=catparty", AuthenticationResult.Pass)]
    [InlineData("t=12345", "_=1; t=12345", AuthenticationResult.Fail)]
    [InlineData("t=12345", "t=12345; s=s", AuthenticationResult.Fail)]
    [InlineData("t=12345", ";; t=12345", AuthenticationResult.Fail)]
    [InlineData("t=12345", "t=", AuthenticationResult.Fail)]
    [InlineData("t=12345", "t=noon", AuthenticationResult.Fail)]
    [InlineData("d=d.test", "D=d.test", AuthenticationResult.Fail)]
    [InlineData("d=d.test; ", "", AuthenticationResult.Fail)]
    [InlineData("d=d.test", "d=", AuthenticationResult.Fail)]
    [InlineData("d=d.test", "d=not/a.name", AuthenticationResult.Fail)]
    [InlineData("s=s;", "s=;", AuthenticationResult.Fail)]
    [InlineData("s=s;", "s=slow;", AuthenticationResult.Fail)]
    [InlineData("a=rsa-sha256", "a=rsa-sha1", AuthenticationResult.Fail)]
    [InlineData("a=rsa-sha256", "a=unknown", AuthenticationResult.Fail)]
    [InlineData("a=rsa-sha256", "a=", AuthenticationResult.Fail)]
    [InlineData("a=rsa-sha256;", "", AuthenticationResult.Fail)]
    [InlineData("b={b};", "", AuthenticationResult.Fail)]
    [InlineData("b={b};", "b=;", AuthenticationResult.Fail)]
    [InlineData("b={b};", "b=!notbase64!;", AuthenticationResult.Fail)]
    [InlineData("i=1; ", "", AuthenticationResult.Fail)]
    [InlineData("i=1", "i=0", AuthenticationResult.Fail)]
    [InlineData("i=1", "i=2", AuthenticationResult.Fail)]
    [InlineData("i=1", "i=one", AuthenticationResult.Fail)]
    public async Task A_signature_and_a_seal_are_as_the_grammar_says(string from, string to, AuthenticationResult expected)
    {
        var dns = TestKeys.Zone(("broken._domainkey.d.test", "v=DKIM1; k=rsa; omgwhatsgoingon"));

        Assert.Equal(expected, (await ValidateAsync(OneSet(message: text => text.Replace(from, to, StringComparison.Ordinal)), dns)).Result);
        Assert.Equal(expected, (await ValidateAsync(OneSet(seal: text => text.Replace(from, to, StringComparison.Ordinal)), dns)).Result);
    }

    [Theory]
    [InlineData("; cv", " \r\n\t ; cv", AuthenticationResult.Pass)]
    [InlineData("d=d.test", "d = \r\n d.test", AuthenticationResult.Pass)]
    [InlineData("t=12345", "b1=x; t=12345", AuthenticationResult.Pass)]
    [InlineData("\r\n    t=12345", "", AuthenticationResult.Pass)]
    [InlineData("t=12345", "h=from; t=12345", AuthenticationResult.Fail)]
    [InlineData("s=s;", "", AuthenticationResult.Fail)]
    [InlineData("s=s;", "s=absent;", AuthenticationResult.Fail)]
    [InlineData("s=s;", "s=broken;", AuthenticationResult.Fail)]
    [InlineData("a=rsa-sha256", "a=RSA-sha256", AuthenticationResult.Fail)]
    [InlineData("a=rsa-sha256", "a=rsa-sh a256", AuthenticationResult.Fail)]
    [InlineData("cv=none; ", "", AuthenticationResult.Fail)]
    [InlineData("cv=none", "cv=", AuthenticationResult.Fail)]
    [InlineData("cv=none", "cv=NONE", AuthenticationResult.Fail)]
    [InlineData("cv=none", "cv=pass", AuthenticationResult.Fail)]
    [InlineData("cv=none", "cv=fail", AuthenticationResult.Fail)]
    [InlineData("i=1", "i=", AuthenticationResult.Fail)]
    public async Task A_seal_has_what_only_seals_have(string from, string to, AuthenticationResult expected)
    {
        var dns = TestKeys.Zone(("broken._domainkey.d.test", "v=DKIM1; k=rsa; omgwhatsgoingon"));

        Assert.Equal(expected, (await ValidateAsync(OneSet(seal: text => text.Replace(from, to, StringComparison.Ordinal)), dns)).Result);
    }

    [Theory]
    [InlineData("; i=1", " \r\n\t ; i=1", AuthenticationResult.Pass)]
    [InlineData("d=d.test", "d = d.test", AuthenticationResult.Pass)]
    [InlineData("; t=12345", "", AuthenticationResult.Pass)]
    [InlineData("h=from:to:date", "h=From : \r\n TO:date", AuthenticationResult.Pass)]
    [InlineData("h=from:", "h=from:from:absent:absent:", AuthenticationResult.Pass)]
    [InlineData("h=from:to", "h=from::to", AuthenticationResult.Pass)]
    [InlineData("h=from:to:date:subject:mime-version:arc-authentication-results", "h=", AuthenticationResult.Pass)]
    [InlineData("h=from", "h=from:arc-message-signature", AuthenticationResult.Pass)]
    [InlineData("h=from", "h=from:arc-seal", AuthenticationResult.Fail)]
    [InlineData("h=from:to:date:subject:mime-version:arc-authentication-results;", "", AuthenticationResult.Fail)]
    [InlineData("s=s; ", "", AuthenticationResult.Fail)]
    [InlineData("bh={bh};", "", AuthenticationResult.Fail)]
    [InlineData("bh={bh};", "bh=;", AuthenticationResult.Fail)]
    [InlineData("bh={bh};", "bh=!;", AuthenticationResult.Fail)]
    [InlineData("bh={bh};", "bh=AAAA;", AuthenticationResult.Fail)]
    [InlineData("c=relaxed/relaxed", "c=", AuthenticationResult.Fail)]
    [InlineData("c=relaxed/relaxed", "c=badname", AuthenticationResult.Fail)]
    [InlineData("c=relaxed/relaxed", "c=relaxed/simple", AuthenticationResult.Fail)]
    public async Task A_message_signature_has_what_DKIM_has(string from, string to, AuthenticationResult expected) =>
        Assert.Equal(expected, (await ValidateAsync(OneSet(message: text => text.Replace(from, to, StringComparison.Ordinal)))).Result);

    [Theory]
    [InlineData("i=1; lists", "i=1 ; lists", AuthenticationResult.Pass)]
    [InlineData("i=1; lists", " i = 1; lists", AuthenticationResult.Pass)]
    [InlineData("i=1; lists", "lists", AuthenticationResult.Fail)]
    [InlineData("i=1; lists", "i=; lists", AuthenticationResult.Fail)]
    [InlineData("i=1; lists", "i=0; lists", AuthenticationResult.Fail)]
    [InlineData("i=1; lists", "i=2; lists", AuthenticationResult.Fail)]
    [InlineData("i=1; lists", "i=a; lists", AuthenticationResult.Fail)]
    [InlineData("i=1; lists.example.org", "lists.example.org; i=1", AuthenticationResult.Fail)]
    [InlineData("i=1; lists", "i=1 lists", AuthenticationResult.Fail)]
    public async Task Results_begin_with_their_instance(string from, string to, AuthenticationResult expected) =>
        Assert.Equal(expected, (await ValidateAsync(OneSet(results: text => text.Replace(from, to, StringComparison.Ordinal)))).Result);

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public async Task A_set_has_three_fields(bool noResults, bool noMessage, bool noSeal)
    {
        foreach (var before in new[] { 0, 1 })
        {
            var i = before + 1;
            var chain = ArcBuilder.Chain(before)
                .Add(noResults ? null : ArcBuilder.Results(i), noMessage ? null : ArcBuilder.Message(i), noSeal ? null : ArcBuilder.Seal(i));

            Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(chain.ToString())).Result);
        }
    }

    [Theory]
    [InlineData("ARC-Seal: a=rsa-sha256; b=AAAA; cv=none; d=d.test; i=1; s=s")]
    [InlineData("ARC-Message-Signature: a=rsa-sha256; b=AAAA; bh=AAAA; d=d.test; h=from; i=1; s=s")]
    [InlineData("ARC-Authentication-Results: i=1; lists.example.org; none")]
    public async Task Each_instance_is_there_once(string field) =>
        Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(field + "\r\n" + ArcBuilder.Chain(1))).Result);

    [Fact]
    public async Task A_set_that_is_there_twice_is_no_chain()
    {
        var chain = ArcBuilder.Chain(1).ToString();
        var set = chain[..chain.IndexOf("Received:", StringComparison.Ordinal)];

        Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(set + chain)).Result);
    }

    [Fact]
    public async Task Instances_leave_no_gap() => Assert.Equal(
        AuthenticationResult.Fail,
        (await ValidateAsync(ArcBuilder.Chain(1).Add(ArcBuilder.Results(3), ArcBuilder.Message(3), ArcBuilder.Seal(3)).ToString())).Result);

    [Theory]
    [InlineData(1, "cv=none", "cv=pass")]
    [InlineData(1, "cv=none", "cv=fail")]
    [InlineData(2, "cv=pass", "cv=none")]
    [InlineData(2, "cv=pass", "cv=fail")]
    public async Task The_chain_has_passed_at_each_hop(int instance, string from, string to)
    {
        var chain = new ArcBuilder();
        for (var i = 1; i <= 2; i++)
        {
            chain.Add(ArcBuilder.Results(i), ArcBuilder.Message(i), i == instance ? ArcBuilder.Seal(i).Replace(from, to, StringComparison.Ordinal) : ArcBuilder.Seal(i));
        }

        Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(chain.ToString())).Result);
    }

    /// <summary>Changed after it was sealed.</summary>
    [Theory]
    [InlineData("John Q Doe", "Q Doe", AuthenticationResult.Fail)]
    [InlineData("Subject: Example  1", "Subject: Example 1 (Mod)", AuthenticationResult.Fail)]
    [InlineData("This is a test", "This is no test", AuthenticationResult.Fail)]
    [InlineData("--J.\r\n", "--J.\r\nad\r\n", AuthenticationResult.Fail)]
    [InlineData("lists.example.org", "lists.example.net", AuthenticationResult.Fail)]
    [InlineData("t=12345\r\nARC-Message", "t=12346\r\nARC-Message", AuthenticationResult.Fail)]
    [InlineData("h=from:to:date", "h=from:date:to", AuthenticationResult.Fail)]
    [InlineData("From: John", "FROM:\r\n   John   ", AuthenticationResult.Pass)]
    [InlineData("ARC-Seal: a=", "arc-seal:   a=", AuthenticationResult.Pass)]
    [InlineData("ARC-Authentication-Results: i=1;", "ARC-AUTHENTICATION-RESULTS:i=1;", AuthenticationResult.Pass)]
    [InlineData("test  message. ", "test message.", AuthenticationResult.Pass)]
    [InlineData("--J.\r\n", "--J.\r\n\r\n\r\n", AuthenticationResult.Pass)]
    [InlineData("--J.\r\n", "--J.", AuthenticationResult.Pass)]
    [InlineData("Received: by", "X-New: 1\r\nReceived: by", AuthenticationResult.Pass)]
    [InlineData("Received: by", "MIME-Version: 1.0\r\nReceived: by", AuthenticationResult.Fail)]
    public async Task A_change_that_matters_breaks_the_chain(string from, string to, AuthenticationResult expected)
    {
        var chain = ArcBuilder.Chain(2).ToString();
        var at = chain.IndexOf(from, StringComparison.Ordinal);

        Assert.Equal(expected, (await ValidateAsync(chain[..at] + to + chain[(at + from.Length)..])).Result);
    }

    [Fact]
    public async Task A_change_of_the_first_seal_is_seen_at_the_second()
    {
        var chain = ArcBuilder.Chain(2).ToString();
        var at = chain.LastIndexOf("t=12345\r\nARC-Message", StringComparison.Ordinal);

        Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(chain[..at] + "t=99999" + chain[(at + 7)..])).Result);
    }

    [Fact]
    public async Task Keys_may_be_of_different_domains_and_kinds()
    {
        var verdict = await ValidateAsync(OneSet(seal: text => text.Replace("d=d.test", "d=other.test", StringComparison.Ordinal)));

        Assert.Equal((AuthenticationResult.Pass, "other.test"), (verdict.Result, Assert.Single(verdict.Sealers)));
    }

    [Fact]
    public async Task Without_c_it_is_simple()
    {
        var relaxed = OneSet(message: text => text.Replace(" c=relaxed/relaxed;", "", StringComparison.Ordinal));

        // The builder signs relaxed: it is only true if c= says so.
        Assert.Equal(AuthenticationResult.Fail, (await ValidateAsync(relaxed)).Result);
    }
}
