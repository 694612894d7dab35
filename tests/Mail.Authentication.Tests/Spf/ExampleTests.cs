using Mail.Testing;

namespace Mail.Authentication.Tests.Spf;

/// <summary>The zone and the records of RFC 7208 appendix A.</summary>
public class ExampleTests
{
    private const string Zone =
        """
          "example.com": {"MX": ["10 mail-a.example.com", "20 mail-b.example.com"], "A": ["192.0.2.10", "192.0.2.11"], "TXT": ["RECORD"]},
          "amy.example.com": {"A": ["192.0.2.65"]}, "bob.example.com": {"A": ["192.0.2.66"]},
          "mail-a.example.com": {"A": ["192.0.2.129"]}, "mail-b.example.com": {"A": ["192.0.2.130"]}, "www.example.com": {"CNAME": ["example.com"]},
          "example.org": {"MX": ["10 mail-c.example.org"]}, "mail-c.example.org": {"A": ["192.0.2.140"]},
          "10.2.0.192.in-addr.arpa": {"PTR": ["example.com"]}, "11.2.0.192.in-addr.arpa": {"PTR": ["example.com"]},
          "65.2.0.192.in-addr.arpa": {"PTR": ["amy.example.com"]}, "66.2.0.192.in-addr.arpa": {"PTR": ["bob.example.com"]},
          "129.2.0.192.in-addr.arpa": {"PTR": ["mail-a.example.com"]}, "130.2.0.192.in-addr.arpa": {"PTR": ["mail-b.example.com"]},
          "140.2.0.192.in-addr.arpa": {"PTR": ["mail-c.example.org"]}, "4.0.0.10.in-addr.arpa": {"PTR": ["bob.example.com"]},
          "mary.mobile-users._spf.example.com": {"A": ["127.0.0.2"]}, "fred.mobile-users._spf.example.com": {"A": ["127.0.0.2"]},
          "15.15.168.192.joel.remote-users._spf.example.com": {"A": ["127.0.0.2"]}, "16.15.168.192.joel.remote-users._spf.example.com": {"A": ["127.0.0.2"]},
          "3.2.0.192._spf.example.net": {"A": ["127.0.0.2"]}
        """;

    /// <summary>Appendix A.1.</summary>
    [Theory]
    [InlineData("v=spf1 +all", "192.0.2.10 203.0.113.9", "")]
    [InlineData("v=spf1 a -all", "192.0.2.10 192.0.2.11", "192.0.2.65 192.0.2.129")]
    [InlineData("v=spf1 a:example.org -all", "", "192.0.2.10 192.0.2.140")]
    [InlineData("v=spf1 mx -all", "192.0.2.129 192.0.2.130", "192.0.2.10 192.0.2.140")]
    [InlineData("v=spf1 mx:example.org -all", "192.0.2.140", "192.0.2.129")]
    [InlineData("v=spf1 mx mx:example.org -all", "192.0.2.129 192.0.2.130 192.0.2.140", "192.0.2.10")]
    [InlineData("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.128 192.0.2.131 192.0.2.140 192.0.2.143", "192.0.2.132 192.0.2.144")]
    [InlineData("v=spf1 ptr -all", "192.0.2.10 192.0.2.65", "192.0.2.140 10.0.0.4")]
    [InlineData("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.129 192.0.2.143", "192.0.2.65 192.0.2.144")]
    [InlineData("v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} exists:%{l}.mobile-users._spf.%{d} -all", "", "192.0.2.1")]
    public async Task Each_record_passes_whom_the_RFC_says(string record, string pass, string fail)
    {
        var dns = FakeDns.Parse("{" + Zone.Replace("RECORD", record, StringComparison.Ordinal) + "}");

        foreach (var (clients, expected) in new[] { (pass, AuthenticationResult.Pass), (fail, AuthenticationResult.Fail) })
        {
            foreach (var client in clients.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.Equal((client, expected), (client, (await SpfRun.CheckAsync(dns, client, "user@example.com")).Result));
            }
        }
    }

    /// <summary>Appendix A.3 and A.4: addresses that the DNS lists, and users away from home.</summary>
    [Theory]
    [InlineData("v=spf1 exists:%{ir}._spf.example.net -all", "user@example.com", "192.0.2.3", AuthenticationResult.Pass)]
    [InlineData("v=spf1 exists:%{ir}._spf.example.net -all", "user@example.com", "192.0.2.4", AuthenticationResult.Fail)]
    [InlineData("v=spf1 mx exists:%{l}.mobile-users._spf.%{d} -all", "mary@example.com", "203.0.113.1", AuthenticationResult.Pass)]
    [InlineData("v=spf1 mx exists:%{l}.mobile-users._spf.%{d} -all", "joel@example.com", "203.0.113.1", AuthenticationResult.Fail)]
    [InlineData("v=spf1 mx exists:%{ir}.%{l1r+-}.remote-users._spf.%{d} -all", "joel@example.com", "192.168.15.15", AuthenticationResult.Pass)]
    [InlineData("v=spf1 mx exists:%{ir}.%{l1r+-}.remote-users._spf.%{d} -all", "joel@example.com", "192.168.15.17", AuthenticationResult.Fail)]
    public async Task Names_may_be_made_of_the_sender_and_the_client(string record, string sender, string client, AuthenticationResult expected)
    {
        var dns = FakeDns.Parse("{" + Zone.Replace("RECORD", record, StringComparison.Ordinal) + "}");

        Assert.Equal(expected, (await SpfRun.CheckAsync(dns, client, sender)).Result);
    }

    /// <summary>Appendix A.2: a common policy of several domains.</summary>
    [Fact]
    public async Task A_redirect_lets_domains_share_a_record()
    {
        var dns = FakeDns.Parse("{" + Zone.Replace("RECORD", "v=spf1 mx -all", StringComparison.Ordinal) + """, "la.example.com": {"TXT": ["v=spf1 redirect=example.com"]}}""");

        var verdict = await SpfRun.CheckAsync(dns, "192.0.2.129", "user@la.example.com");

        Assert.Equal((AuthenticationResult.Pass, "mx", "la.example.com"), (verdict.Result, verdict.Mechanism, verdict.Domain));
    }
}
