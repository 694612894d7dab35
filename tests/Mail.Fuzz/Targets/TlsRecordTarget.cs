using System.Text;
using Mail.Core;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>What others write into the DNS about TLS: records of MTA-STS and of TLS reports, and TLSA records.</summary>
internal sealed class TlsRecordTarget : IFuzzTarget
{
    public string Name => "tls-record";

    public void Run(ReadOnlySpan<byte> input)
    {
        DnsRecord[] texts = [new DnsRecord.Text(Encoding.UTF8.GetString(input))];
        if (StsRecord.TryReadId(texts, out var id))
        {
            BrokenPromiseException.Unless(id.Length is > 0 and <= 32 && id.All(char.IsAsciiLetterOrDigit), "an id is a word");
        }

        var targets = TlsRptRecord.Targets(texts);
        BrokenPromiseException.Unless(targets.Count <= TlsRptRecord.MaxTargets, "a record has a limit");
        foreach (var target in targets)
        {
            var address = TlsRptRecord.AddressOf(target);
            BrokenPromiseException.Unless(address is not null || target.Scheme == "https", "a target is an address or https");
            BrokenPromiseException.Unless(address is null || !address.ToString().AsSpan().ContainsAny('\r', '\n', '\0'), "an address is one line");
        }

        if (input.Length > 3)
        {
            var set = new TlsaSet("mx.test", [], [new DnsRecord.Tlsa(input[0], input[1], input[2], Convert.ToHexStringLower(input[3..]))]);
            BrokenPromiseException.Unless(set.Usable.Count == 0 || input[0] is 2 or 3, "only two usages are for mail");
        }
    }
}
