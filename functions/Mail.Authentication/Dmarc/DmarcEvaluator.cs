using System.Buffers.Binary;
using System.Security.Cryptography;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Decides whether the author's domain stands behind a message: RFC 7489 §6.6.</summary>
internal sealed class DmarcEvaluator(IDnsResolver dns, TimeProvider time)
{
    private readonly DmarcPolicyFinder _policies = new(dns);

    /// <summary>What the domains of the authors publish, each with its record; empty when nobody can say who they are.</summary>
    /// <param name="patience">For each, side by side: a domain whose servers never answer must not hide another that would.</param>
    public async Task<IReadOnlyList<(string Author, DmarcPublished Published)>> FindAsync(
        HeaderBlock header, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await Task.WhenAll(AuthorDomains.Read(header).Select(async domain => (domain, await FindAsync(domain, both.Token, cancellationToken))));
    }

    /// <param name="authors">Of <see cref="FindAsync(HeaderBlock, TimeSpan, CancellationToken)"/>.</param>
    /// <param name="spf"><c>null</c> when nobody knows the client.</param>
    /// <param name="trusted">Whether a sealer that the site trusts found DMARC to pass for a domain: its name.</param>
    public static DmarcVerdict Evaluate(
        HeaderBlock header,
        IReadOnlyList<(string Author, DmarcPublished Published)> authors,
        SpfVerdict? spf,
        IReadOnlyList<DkimVerdict> dkim,
        Func<string, string?> trusted)
    {
        if (authors is [])
        {
            // Somebody without a domain, as in the mail of small devices, is nobody else.
            return header.Named("From").Any(field => field.Value.Span.Contains((byte)'@'))
                ? DmarcVerdict.Unreadable("From cannot be read as addresses with domains, or has too many")
                : new DmarcVerdict(AuthenticationResult.PermError) { Reason = "From has no domain" };
        }

        var verdicts = new List<DmarcVerdict>();
        foreach (var (domain, published) in authors)
        {
            var verdict = Sample(Evaluate(domain, published, spf, dkim), published, header);
            var reason = trusted(domain) is not null ? "local_policy"
                // Nobody but the missing SPF may have been for it; what cannot be checked is no fault of the sender's.
                : spf is null ? "other"
                : null;
            verdicts.Add(verdict.Disposition != DmarcPolicy.None && reason is not null
                ? verdict with { Disposition = DmarcPolicy.None, Override = reason }
                : verdict);
        }

        // RFC 7489 §6.6.1: of several authors the one whose domain asks for most.
        return verdicts.MaxBy(Severity)!;
    }

    private async Task<DmarcPublished> FindAsync(string domain, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            return await _policies.FindAsync(domain, limited);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DmarcPublished(domain) { Failure = "the lookup of the policy took too long" };
        }
    }

    private static DmarcVerdict Evaluate(string domain, DmarcPublished published, SpfVerdict? spf, IReadOnlyList<DkimVerdict> dkim)
    {
        if (published.Record is not { } record)
        {
            var result = published.Failure is null ? AuthenticationResult.None : AuthenticationResult.TempError;
            return new DmarcVerdict(result) { Domain = domain, Reason = published.Failure };
        }

        bool SpfIs(AuthenticationResult result) => spf?.Result == result && IsAligned(spf.Domain, domain, record.IsStrictSpf);
        // One that leaves a part of the body open says nothing about who wrote that part: RFC 6376 §8.2.
        bool DkimIs(AuthenticationResult result) =>
            dkim.Any(signature => signature.Result == result && !signature.IsPartial && IsAligned(signature.Domain, domain, record.IsStrictDkim));

        var (spfAligned, dkimAligned) = (SpfIs(AuthenticationResult.Pass), DkimIs(AuthenticationResult.Pass));
        // RFC 7489 §6.6.2: what could still turn out to be a pass is no fail.
        var mayPass = SpfIs(AuthenticationResult.TempError) || DkimIs(AuthenticationResult.TempError);
        return new DmarcVerdict(spfAligned || dkimAligned ? AuthenticationResult.Pass : mayPass ? AuthenticationResult.TempError : AuthenticationResult.Fail)
        {
            Domain = domain,
            PolicyDomain = published.Domain,
            Published = record.ToPublication(published.Domain),
            WantsReports = record.ReportUris.Count > 0,
            Policy = published.Policy,
            SpfAligned = spfAligned,
            DkimAligned = dkimAligned,
        };
    }

    /// <summary>RFC 7489 §3.1: the same, or relaxed of the same organization.</summary>
    private static bool IsAligned(string? domain, string author, bool isStrict) =>
        domain is not null && (isStrict ? domain == author : Organizations.AreSame(domain, author));

    /// <summary>RFC 7489 §6.6.4: the rest of a sample gets the next milder treatment.</summary>
    private static DmarcVerdict Sample(DmarcVerdict verdict, DmarcPublished published, HeaderBlock header)
    {
        if (verdict is not { Result: AuthenticationResult.Fail, Policy: { } policy and not DmarcPolicy.None })
        {
            return verdict;
        }

        return Lot(header) < published.Record!.Percent
            ? verdict with { Disposition = policy }
            : verdict with { Disposition = policy == DmarcPolicy.Reject ? DmarcPolicy.Quarantine : DmarcPolicy.None, Override = "sampled_out" };
    }

    /// <summary>0 to 99, made of the message: the same message has the same lot whenever it is looked at.</summary>
    private static int Lot(HeaderBlock header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in header.Fields)
        {
            hash.AppendData(field.Octets.Span);
        }

        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset()) % 100);
    }

    private static int Severity(DmarcVerdict verdict) => (int)verdict.Disposition * 10 + verdict.Result switch
    {
        AuthenticationResult.Fail => 3,
        AuthenticationResult.TempError => 2,
        AuthenticationResult.None => 1,
        _ => 0,
    };
}
