using System.Net;
using System.Text;
using Mail.Authentication;
using Mail.Core;

namespace Mail.Fuzz.Targets;

/// <summary>The value of an Authentication-Results field, and the same text as a value in one of ours.</summary>
internal sealed class ResultsTarget : IFuzzTarget
{
    private static readonly AuthenticationRequest Request = new() { ClientAddress = IPAddress.Loopback };

    public string Name => "auth-results";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        _ = ResultsReader.AuthservId(text);
        _ = ResultsReader.SaysPass(text, "dmarc", "header.from", "d.test");

        var verdict = new AuthenticationVerdict
        {
            Spf = new SpfVerdict(AuthenticationResult.Fail, text) { Mechanism = text, Problem = text },
            SpfHelo = new SpfVerdict(AuthenticationResult.Fail, text),
            IpRev = new IpRevVerdict(AuthenticationResult.Fail),
            Dkim = [new DkimVerdict(AuthenticationResult.Fail) { Domain = text, Selector = text, SignatureStart = text, Reason = text }],
            Arc = new ArcVerdict(AuthenticationResult.Fail),
            Dmarc = new DmarcVerdict(AuthenticationResult.Fail) { Domain = text },
        };
        var results = AuthenticationResultsField.Write(verdict, Request with { ReversePath = text, Helo = text }, "mx.here.test");
        CheckField(results);
        CheckField(ReceivedSpfField.Write(verdict, Request with { ReversePath = text, Helo = text })!);
        var value = results[(results.IndexOf(':', StringComparison.Ordinal) + 1)..];
        BrokenPromiseException.Unless(ResultsReader.AuthservId(value) == "mx.here.test", "our name is read as it was written");
        BrokenPromiseException.Unless(!ResultsReader.SaysPass(value, "dmarc", "header.from", "d.test"), "nobody passes by what he calls himself");
    }

    private static void CheckField(string field) =>
        BrokenPromiseException.Unless(HeaderBlock.Read(new MemoryStream(Encoding.UTF8.GetBytes(field)))?.Fields.Count == 1, "a text stays in its field");
}
