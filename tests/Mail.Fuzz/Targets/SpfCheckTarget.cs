using System.Net;
using System.Text;
using System.Text.Json;
using Mail.Authentication;
using Mail.Dns;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Fuzz.Targets;

/// <summary>An SPF record, as incoming mail is checked with it.</summary>
internal sealed class SpfCheckTarget : IFuzzTarget
{
    // RFC 7208 §4.6.4: ten terms with eleven questions each, the names of the client with their addresses, the records, the explanation.
    private const int MostQuestions = 10 * 11 + 11 + 12 + 1;

    public string Name => "spf-check";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        foreach (var client in (string[])["192.0.2.1", "2001:db8::1"])
        {
            var verdict = Check("v=spf1 " + text, client);
            BrokenPromiseException.Unless(verdict == Check("v=spf1 " + text, client), "a verdict depends on the record alone");
            var isError = verdict.Result is AuthenticationResult.PermError or AuthenticationResult.TempError;
            BrokenPromiseException.Unless(isError == verdict.Problem is not null && isError == verdict.Mechanism is null, "an error says what is wrong, another result what decided");
            BrokenPromiseException.Unless(verdict.Explanation is null || !verdict.Explanation.AsSpan().ContainsAnyExceptInRange(' ', '~'), "an explanation is one line");
        }
    }

    private static SpfVerdict Check(string record, string client)
    {
        var zone = DnsZone.Parse(
            $$"""
            {
              "d.test": {"A": ["192.0.2.9"], "MX": ["10 mx.test"], "TXT": [{{JsonSerializer.Serialize(record)}}]},
              "mx.test": {"A": ["192.0.2.8"], "TXT": ["v=spf1 include:d.test ~all"]}, "slow.test": {"TIMEOUT": true},
              "why.test": {"TXT": ["%{l} %{s} %{h}"]}, "1.2.0.192.in-addr.arpa": {"PTR": ["mx.test", "d.test"]}
            }
            """);
        var dns = new FakeDns(zone);
        var question = new SpfQuestion(IPAddress.Parse(client), "a\r\nb@d.test", "helo\0", "mx.here.test");
        var verdict = new SpfChecker(dns, new FakeTimeProvider()).CheckAsync(question, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        BrokenPromiseException.Unless(dns.Questions.Count <= MostQuestions, "a record has a limit of questions");
        return verdict;
    }
}
