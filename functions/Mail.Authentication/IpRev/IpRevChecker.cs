using System.Net;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>The check <c>iprev</c>: RFC 8601 §2.7.3, §3.</summary>
internal sealed class IpRevChecker(IDnsResolver dns, TimeProvider time)
{
    // As many as SPF looks at, for the same reason: whoever has the address writes its names (RFC 7208 §4.6.4).
    private const int MaxNames = 10;

    public async ValueTask<IpRevVerdict> CheckAsync(IPAddress client, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FindAsync(client, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new IpRevVerdict(AuthenticationResult.TempError);
        }
    }

    private async ValueTask<IpRevVerdict> FindAsync(IPAddress client, CancellationToken cancellationToken)
    {
        var answer = await dns.QueryAsync(DnsQuestion.Reverse(client), cancellationToken);
        if (answer.Outcome != DnsOutcome.Found)
        {
            // No name at all is a permerror, a name that does not lead back a fail.
            return new IpRevVerdict(answer.Outcome == DnsOutcome.TemporaryFailure ? AuthenticationResult.TempError : AuthenticationResult.PermError);
        }

        var result = AuthenticationResult.Fail;
        foreach (var name in answer.Records.OfType<DnsRecord.Name>().Take(MaxNames))
        {
            var addresses = await dns.QueryAddressesAsync(name.Host, client, cancellationToken);
            if (addresses.Records.OfType<DnsRecord.Address>().Any(address => address.Value.Equals(client)))
            {
                return new IpRevVerdict(AuthenticationResult.Pass, name.Host);
            }

            result = addresses.Outcome == DnsOutcome.TemporaryFailure ? AuthenticationResult.TempError : result;
        }

        return new IpRevVerdict(result);
    }
}
