using Mail.Core;

namespace Mail.Authentication;

/// <summary>Verifies all signatures of a message, with one pass over its body.</summary>
internal sealed class SignatureVerifier(IDnsResolver dns, TimeProvider time)
{
    /// <summary>Each costs a lookup and a hash. Real mail has one to three; OpenDKIM looks at three by default.</summary>
    public const int MaxSignatures = 10;

    private const string Field = "DKIM-Signature";

    /// <param name="content">Seekable; left anywhere.</param>
    /// <param name="now">When the message came.</param>
    /// <param name="patience">For all keys together.</param>
    public async ValueTask<FoundSignatures> VerifyAsync(
        HeaderBlock header, Stream content, DateTimeOffset now, TimeSpan patience, CancellationToken cancellationToken)
    {
        var signatures = header.Named(Field).Take(MaxSignatures).Select(field => MessageSignature.ReadDkim(field, now)).ToList();
        var sets = ArcSet.ReadAll(header);
        var parts = signatures.Concat((sets ?? []).Reverse().Select(set => set.Signature))
            .Where(signature => signature.Problem is null)
            .Select(signature => signature.Tags!.Body);
        var bodies = await BodyHashes.ReadAsync(content, header.BodyAt, parts, cancellationToken);

        using var limit = new CancellationTokenSource(patience, time);
        var keys = new PublicKeys(dns, limit.Token);
        var signed = new SignedHeader(header);
        var dkim = new List<DkimVerdict>();
        foreach (var signature in signatures)
        {
            dkim.Add(await VerifyAsync(signature, signed, bodies, keys, cancellationToken));
        }

        if (header.Named(Field).Skip(MaxSignatures).Any())
        {
            // One word for all of them: whoever writes thousands does not get thousands of results written.
            dkim.Add(new DkimVerdict(AuthenticationResult.Policy) { Reason = "more signatures than are looked at" });
        }

        return new FoundSignatures(dkim, await new ArcValidator(signed, bodies, keys).ValidateAsync(sets, cancellationToken), sets ?? []);
    }

    private static async ValueTask<DkimVerdict> VerifyAsync(
        MessageSignature signature, SignedHeader header, BodyHashes bodies, PublicKeys keys, CancellationToken cancellationToken)
    {
        var (field, list, tags, problem) = signature;
        var check = problem ?? bodies.Compare(tags!) ?? await keys.VerifyAsync(tags!, header.Hash(tags!, field), cancellationToken);
        return new DkimVerdict(check.Result)
        {
            Domain = tags?.Domain,
            Selector = tags?.Selector,
            Identity = tags?.Identity,
            Algorithm = tags?.Algorithm,
            SignatureStart = list?["b"] is { } value ? string.Concat(value.Where(char.IsAsciiLetterOrDigit).Take(8)) : null,
            Reason = check.Reason,
            IsTesting = check.IsTesting,
            IsPartial = tags is not null && bodies.LeavesRest(tags),
        };
    }
}
