using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Adds a set to a message's ARC chain: RFC 8617 §5.1. The next server sees what we saw, though forwarding breaks SPF.</summary>
internal static class ArcSealing
{
    /// <summary>ARC-Seal, ARC-Message-Signature and ARC-Authentication-Results, CRLF-terminated.</summary>
    /// <param name="chain">That the message has, possibly without sets.</param>
    /// <param name="found">What we found: the results, and <c>none</c>, <c>pass</c> or <c>fail</c> for the chain.</param>
    public static byte[] Seal(
        HeaderBlock header, byte[] bodyHash, ArcChain chain, SignatureFindings found, DkimSecret key, string hostName, DateTimeOffset now)
    {
        var instance = chain.Sets.Count + 1;
        var number = instance.ToString(CultureInfo.InvariantCulture);
        var results = Encoding.UTF8.GetBytes($"{ArcChain.ResultsName}: i={number}; {hostName};\r\n\t{found.Results}\r\n");
        // RFC 8617 §4.1.2: the message's own signatures belong in, other ARC fields and Authentication-Results do not.
        var (names, fields) = SignedFields.Select(header, "DKIM-Signature");
        var signature = SignatureField.Sign(
            ArcChain.SignatureName, $"i={number}; " + SignatureField.Tags(key, names, bodyHash, now), fields, key);
        RawField[] ours = [RawField.Read(results)!, RawField.Read(signature)!];
        // RFC 8617 §5.1.2: over a broken chain only the own set is sealed.
        var covered = found.Chain == "fail" ? ours : chain.Sets.SelectMany(set => set).Concat(ours);
        var seal = SignatureField.Sign(
            ArcChain.SealName,
            $"i={number}; a={SigningKey.AlgorithmTag(key.Key.Algorithm)}; t={now.ToUnixTimeSeconds()}; cv={found.Chain};\r\n\t{SignatureField.Who(key)};",
            covered,
            key);
        return [.. seal, .. signature, .. results];
    }
}
