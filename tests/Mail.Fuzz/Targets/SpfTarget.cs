using System.Net;
using System.Text;
using Mail.Ctl;
using Mail.Dns;
using Mail.Testing;

namespace Mail.Fuzz.Targets;

/// <summary>An SPF record, as mailctl reads what the live DNS has.</summary>
internal sealed class SpfTarget : IFuzzTarget
{
    // RFC 7208 §4.6.4: ten terms that ask, of which each MX has ten hosts, and the question for the MX itself.
    private const int MostQuestions = 10 * 11;

    private static readonly IPAddress Four = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Six = IPAddress.Parse("2001:db8::1");

    private static readonly DnsZone Zone = DnsZone.Parse(
        """
        {
          "d.test": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"], "MX": ["10 d.test", "20 mx.test"], "TXT": ["v=spf1 mx -all"]},
          "mx.test": {"A": ["192.0.2.2"], "TXT": ["v=spf1 include:mx.test redirect=d.test"]}, "slow.test": {"TIMEOUT": true}
        }
        """);

    public string Name => "spf";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        foreach (var address in (IPAddress[])[Four, Six])
        {
            var answer = Check("v=spf1 " + text, address);
            BrokenPromiseException.Unless(answer == Check("v=spf1 " + text, address), "an answer depends on the record alone");
            BrokenPromiseException.Unless((answer.Outcome is SpfOutcome.Broken or SpfOutcome.Unknown) == (answer.Reason is not null), "who gives no answer says why");
            // RFC 7208 §4.6.2: the first that matches decides.
            BrokenPromiseException.Unless(Check($"v=spf1 a:d.test {text}", address).Outcome == SpfOutcome.Pass, "what follows a match changes nothing");
            BrokenPromiseException.Unless(Check($"v=spf1 -all {text}", address).Outcome == SpfOutcome.NotPass, "nor what follows all");
        }
    }

    private static SpfAnswer Check(string record, IPAddress address)
    {
        var dns = new FakeDns(Zone);
        var answer = new SpfLookup(dns).CheckAsync("d.test", record, address, CancellationToken.None).GetAwaiter().GetResult();
        BrokenPromiseException.Unless(dns.Questions.Count <= MostQuestions, "a record has a limit of questions");
        return answer;
    }
}
