using Mail.Core;

namespace Mail.Authentication;

/// <summary>A DKIM-Signature or an ARC-Message-Signature with its field; what can be said of it without the body and the key.</summary>
/// <param name="Tags"><c>null</c> when <paramref name="Problem"/> ends the check.</param>
internal sealed record MessageSignature(RawField Field, TagList? List, SignatureTags? Tags, SignatureCheck? Problem)
{
    // Clocks differ, and mail waits in queues.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    // Some clocks take local time for UTC, which is off by 14 h at most.
    private static readonly TimeSpan FutureSlack = TimeSpan.FromHours(15);

    public static MessageSignature ReadDkim(RawField field, DateTimeOffset now)
    {
        var list = TagList.Parse(field);
        var tags = list is null ? null : Read(list, out _);
        return new MessageSignature(field, list, tags is null ? null : tags with { Identity = list!["i"] }, ProblemOf(list, now));
    }

    /// <summary>RFC 8617 §4.1.2: as DKIM, but for the version, the meaning of <c>i=</c>, and what has to be covered.</summary>
    public static MessageSignature ReadArc(RawField field, TagList list)
    {
        var tags = Read(list, out var problem);
        problem ??= tags!.Covers(ArcFields.Seal) ? "h= covers a seal" : AlgorithmProblem(tags)?.Reason;
        return new MessageSignature(field, list, tags, problem is null ? null : new SignatureCheck(AuthenticationResult.Fail, problem));
    }

    public static SignatureCheck? AlgorithmProblem(SignatureTags tags) => tags.Algorithm switch
    {
        SignatureAlgorithm.Rsa or SignatureAlgorithm.Ed25519 => null,
        SignatureAlgorithm.Historic => new SignatureCheck(AuthenticationResult.Policy, "rsa-sha1 proves nothing any more"),
        _ => new SignatureCheck(AuthenticationResult.Neutral, "a= names an unknown algorithm"),
    };

    /// <summary>Everything but the signed words and the key: RFC 6376 §6.1.1.</summary>
    private static SignatureCheck? ProblemOf(TagList? list, DateTimeOffset now)
    {
        if (list is null)
        {
            return new SignatureCheck(AuthenticationResult.Neutral, "the signature cannot be read");
        }

        if (list["v"] != "1")
        {
            return new SignatureCheck(AuthenticationResult.Neutral, "the signature has an unknown version");
        }

        if (Read(list, out var problem) is not { } tags)
        {
            return new SignatureCheck(AuthenticationResult.Neutral, problem);
        }

        return AlgorithmProblem(tags)
            ?? (tags.Covers("From") ? null : new SignatureCheck(AuthenticationResult.PermError, "From is not signed"))
            ?? (IsOf(tags.Domain, list["i"]) ? null : new SignatureCheck(AuthenticationResult.PermError, "i= is not within d="))
            // RFC 6376 §3.5 t=: what is signed in the future may be ignored.
            ?? (tags.SignedAt > (now + FutureSlack).ToUnixTimeSeconds() ? new SignatureCheck(AuthenticationResult.Policy, "the signature is of the future") : null)
            ?? (tags.ExpiresAt + (long)Slack.TotalSeconds < now.ToUnixTimeSeconds() ? new SignatureCheck(AuthenticationResult.Policy, "the signature has expired") : null);
    }

    private static SignatureTags? Read(TagList list, out string? problem)
    {
        var reader = new SignatureReader(list);
        var tags = reader.ReadMessageSignature();
        problem = reader.Problem;
        return tags;
    }

    /// <summary>RFC 6376 §3.5 i=: the same as d= or below it.</summary>
    private static bool IsOf(string domain, string? identity)
    {
        if (identity is null)
        {
            return true;
        }

        var of = identity[(identity.LastIndexOf('@') + 1)..];
        return identity.Contains('@')
            && (of.Equals(domain, StringComparison.OrdinalIgnoreCase) || of.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }
}
