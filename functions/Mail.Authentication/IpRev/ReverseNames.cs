using System.Net;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Names that a client's address leads to and that lead back to it.</summary>
internal static class ReverseNames
{
    /// <summary>In the order of the answer. A name that cannot be looked up now is left out (RFC 7208 §5.5).</summary>
    /// <param name="most">How many names are looked at.</param>
    public static async ValueTask<IReadOnlyList<string>> ValidatedAsync(IDnsResolver dns, IPAddress client, int most, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(DnsQuestion.Reverse(client), cancellationToken);
        var names = new List<string>();
        foreach (var record in answer.Records.OfType<DnsRecord.Name>().Take(most))
        {
            var addresses = await dns.QueryAddressesAsync(record.Host, client, cancellationToken);
            if (addresses.Records.OfType<DnsRecord.Address>().Any(address => address.Value.Equals(client)))
            {
                names.Add(record.Host);
            }
        }

        return names;
    }
}
