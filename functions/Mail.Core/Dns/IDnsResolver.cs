namespace Mail.Core;

/// <summary>Asks the DNS. Whatever comes of it is a value; only cancellation is thrown.</summary>
/// <remarks>
/// Bounded in time (some seconds) and in what it reads. Follows CNAMEs, up to a limit; a loop is a <see cref="DnsOutcome.TemporaryFailure"/>.
/// Not DNSSEC: an answer is as trustworthy as the path to the resolver that gave it.
/// </remarks>
public interface IDnsResolver
{
    ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken);
}
