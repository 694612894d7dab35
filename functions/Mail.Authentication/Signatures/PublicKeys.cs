using Mail.Core;

namespace Mail.Authentication;

/// <summary>Looks up the keys of one message's signatures, each name once.</summary>
/// <param name="limit">When the lookups have taken too long together.</param>
internal sealed class PublicKeys(IDnsResolver dns, CancellationToken limit)
{
    /// <summary>Different names. A chain of 50 sets has 100 signatures, few of different keys; ten DKIM signatures have ten.</summary>
    private const int MaxLookups = 20;

    // RFC 6376 §6.1.2: of several records each may be tried; there should be one.
    private const int MaxRecords = 4;

    private readonly Dictionary<string, DnsAnswer> _answers = [];

    /// <param name="hash">SHA-256 of what was signed.</param>
    public async ValueTask<SignatureCheck> VerifyAsync(SignatureTags signature, byte[] hash, CancellationToken cancellationToken)
    {
        var name = $"{signature.Selector}._domainkey.{signature.Domain}";
        if (await FindAsync(name, cancellationToken) is not { } answer)
        {
            return new SignatureCheck(AuthenticationResult.Policy, "the message has signatures of too many different keys");
        }

        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            return new SignatureCheck(AuthenticationResult.TempError, "the key cannot be looked up now");
        }

        var best = new SignatureCheck(AuthenticationResult.PermError, "there is no key");
        foreach (var record in answer.Records.OfType<DnsRecord.Text>().Take(MaxRecords))
        {
            var key = PublicKey.Parse(record.Value, out var problem);
            problem ??= key?.ProblemFor(signature);
            var check = problem is null ? key!.Verify(signature, hash) : new SignatureCheck(AuthenticationResult.PermError, problem);
            if (check.Result == AuthenticationResult.Pass)
            {
                return check;
            }

            // What a real key says is worth more than that another record is none.
            best = best.Result == AuthenticationResult.PermError ? check : best;
        }

        return best;
    }

    private async ValueTask<DnsAnswer?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(name, out var known))
        {
            return known;
        }

        return _answers.Count >= MaxLookups ? null : _answers[name] = await AskAsync(name, cancellationToken);
    }

    private async ValueTask<DnsAnswer> AskAsync(string name, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken);
        try
        {
            return await dns.QueryAsync(name, DnsType.Txt, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsAnswer.Failed("the lookups of keys took too long");
        }
    }
}
