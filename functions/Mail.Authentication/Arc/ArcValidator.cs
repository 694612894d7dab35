using Mail.Core;

namespace Mail.Authentication;

/// <summary>Validates the chain of a message: RFC 8617 §5.2, in its order.</summary>
internal sealed class ArcValidator(SignedHeader header, BodyHashes bodies, PublicKeys keys)
{
    public async ValueTask<ArcVerdict> ValidateAsync(IReadOnlyList<ArcSet>? sets, CancellationToken cancellationToken)
    {
        if (sets is [])
        {
            return new ArcVerdict(AuthenticationResult.None);
        }

        // Steps 1 to 3: the sets are whole, and nobody before has found the chain broken.
        if (sets is null || !sets.Index().All(set => set.Item.ChainValidation == (set.Index == 0 ? "none" : "pass")))
        {
            return Failed(sets is null ? "the fields are no chain" : "a cv= is not as it has to be");
        }

        // Step 4: the message is as the last server has passed it on.
        var last = await CheckMessageAsync(sets[^1], cancellationToken);
        if (last.Result != AuthenticationResult.Pass)
        {
            return From(last, sets.Count);
        }

        // Step 6: nothing of the chain has been changed.
        for (var i = sets.Count; i > 0; i--)
        {
            var seal = await CheckSealAsync(sets, i, cancellationToken);
            if (seal.Result != AuthenticationResult.Pass)
            {
                return From(seal, i);
            }
        }

        return new ArcVerdict(AuthenticationResult.Pass)
        {
            Sealers = [.. sets.Select(set => set.SealTags["d"]!.ToLowerInvariant())],
            OldestPass = await OldestPassAsync(sets, cancellationToken),
        };
    }

    private async ValueTask<SignatureCheck> CheckMessageAsync(ArcSet set, CancellationToken cancellationToken)
    {
        var (field, _, tags, problem) = set.Signature;
        return problem ?? bodies.Compare(tags!) ?? await keys.VerifyAsync(tags!, header.Hash(tags!, field), cancellationToken);
    }

    private async ValueTask<SignatureCheck> CheckSealAsync(IReadOnlyList<ArcSet> sets, int instance, CancellationToken cancellationToken)
    {
        var set = sets[instance - 1];
        var reader = new SignatureReader(set.SealTags);
        if (reader.ReadSeal() is not { } tags)
        {
            return new SignatureCheck(AuthenticationResult.Fail, reader.Problem);
        }

        var covered = sets.Take(instance - 1).SelectMany(before => before.Fields).Concat([set.Results, set.Signature.Field]);
        // RFC 8617 §5.1.1: relaxed, always.
        return MessageSignature.AlgorithmProblem(tags)
            ?? await keys.VerifyAsync(tags, SignedHeader.Hash(Canonicalization.Relaxed, covered, set.SealField), cancellationToken);
    }

    /// <summary>Step 5: since when the message is as it is now. 0 when it has never been changed.</summary>
    private async ValueTask<int> OldestPassAsync(IReadOnlyList<ArcSet> sets, CancellationToken cancellationToken)
    {
        for (var i = sets.Count - 1; i > 0; i--)
        {
            if ((await CheckMessageAsync(sets[i - 1], cancellationToken)).Result != AuthenticationResult.Pass)
            {
                return i + 1;
            }
        }

        return 0;
    }

    // RFC 8617 §5.2.1: also when the DNS did not answer.
    private static ArcVerdict From(SignatureCheck check, int instance) =>
        Failed($"i={instance}: {check.Reason}") with { IsKeyOutOfReach = check.Result == AuthenticationResult.TempError };

    private static ArcVerdict Failed(string reason) => new(AuthenticationResult.Fail) { Reason = reason };
}
