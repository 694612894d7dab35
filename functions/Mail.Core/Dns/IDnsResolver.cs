namespace Mail.Core;

/// <summary>Asks the DNS. Whatever comes of it is a value; only cancellation is thrown.</summary>
/// <remarks>
/// Bounded in time (some seconds) and in what it reads. Follows CNAMEs, up to a limit; a loop is a <see cref="DnsOutcome.TemporaryFailure"/>.
/// Does not verify by DNSSEC itself: <see cref="DnsAnswer.Authenticated"/> is what a resolver says that the operator trusts.
/// </remarks>
public interface IDnsResolver
{
    ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken);
}
