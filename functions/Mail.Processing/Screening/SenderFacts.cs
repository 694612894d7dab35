using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Puts what is known of a sender into short strings for the spam filter: a domain that has proved itself is worth more than any word of the message.</summary>
internal static class SenderFacts
{
    /// <summary>Signatures that take part; a message has one or two.</summary>
    private const int MaxSignatures = 4;

    /// <summary>Characters of the field that go on record: a dozen signatures.</summary>
    private const int MaxResults = 2000;

    public static IReadOnlyList<string> Of(AuthenticationVerdict verdict) =>
    [
        $"spf={Word(verdict.Spf.Result)}",
        $"iprev={Word(verdict.IpRev.Result)}",
        $"arc={Word(verdict.Arc.Result)}",
        $"dmarc={Word(verdict.Dmarc.Result)}",
        .. verdict.Dmarc is { Result: AuthenticationResult.Fail, Policy: { } policy } ? [$"dmarc=fail {policy.ToString().ToLowerInvariant()}"] : Array.Empty<string>(),
        .. verdict.Dmarc is { Result: AuthenticationResult.Pass, Domain: { } author } ? [$"author={author}"] : Array.Empty<string>(),
        .. verdict.Dkim.Count == 0 ? ["dkim=none"] : verdict.Dkim.Take(MaxSignatures).Select(signature => $"dkim={Word(signature.Result)}").Distinct(),
        .. verdict.Dkim.Take(MaxSignatures)
            .Where(signature => signature is { Result: AuthenticationResult.Pass, Domain: not null })
            .Select(signature => $"signer={signature.Domain}")
            .Distinct(),
    ];

    /// <summary>The body of our Authentication-Results field, unfolded.</summary>
    /// <param name="fields">It first.</param>
    public static string Results(string fields)
    {
        var value = fields[(fields.IndexOf(':', StringComparison.Ordinal) + 1)..];
        // Where a line begins without white space the next field does.
        var lines = value.Split("\r\n");
        var end = Array.FindIndex(lines, 1, line => line is not ['\t' or ' ', ..]);
        return ScanText.Clean(string.Concat(lines[..end]).Replace('\t', ' ').Trim(), MaxResults);
    }

    /// <summary><c>spf=pass dkim=pass (sender.test) dmarc=pass</c>.</summary>
    public static string Words(AuthenticationVerdict verdict)
    {
        var signer = verdict.Dkim.FirstOrDefault(signature => signature.Result == AuthenticationResult.Pass) ?? (verdict.Dkim is [var first, ..] ? first : null);
        var dkim = signer is null ? "none" : $"{Word(signer.Result)}{(signer.Domain is null ? "" : $" ({signer.Domain})")}";
        var arc = verdict.Arc.Result == AuthenticationResult.None ? "" : $" arc={Word(verdict.Arc.Result)}";
        return ScanText.Clean($"spf={Word(verdict.Spf.Result)} dkim={dkim}{arc} dmarc={Word(verdict.Dmarc.Result)}", ScreeningRecord.MaxText);
    }

    // RFC 8601 §2.7.
    private static string Word(AuthenticationResult result) => result.ToString().ToLowerInvariant();
}
