using Mail.Core;

namespace Mail.Authentication;

/// <summary>Our own field, and those that pretend to be: RFC 8601.</summary>
public static class AuthenticationResultsField
{
    public const string Name = "Authentication-Results";

    /// <summary>The field with its CRLF, folded: a result a line.</summary>
    /// <param name="request">What the verdict is about.</param>
    /// <param name="authservId">Our name, as in RFC 8601 §2.5.</param>
    public static string Write(AuthenticationVerdict verdict, AuthenticationRequest request, string authservId)
    {
        var isBounce = request.ReversePath.Length == 0;
        List<string> results = [Spf(verdict.Spf, isBounce ? "smtp.helo" : "smtp.mailfrom")];
        if (!isBounce && verdict.SpfHelo.Domain is not null)
        {
            results.Add(Spf(verdict.SpfHelo, "smtp.helo"));
        }

        results.AddRange(Signatures(verdict.Dkim, verdict.Arc));
        results.Add(Dmarc(verdict.Dmarc));
        if (request.ClientAddress is { } client)
        {
            results.Add($"iprev={Word(verdict.IpRev.Result)} policy.iprev={FieldText.Value(client.ToString())}");
        }

        return $"{Name}: {FieldText.Value(authservId)};\r\n\t{string.Join(";\r\n\t", results)}\r\n";
    }

    /// <summary>
    /// Fields that claim to be ours and cannot be: ours is not written yet. Whoever reads ours must not be shown them (RFC 8601 §5). One that cannot be read
    /// is among them, for others may read it.
    /// </summary>
    /// <param name="authservIds">All names that we put there.</param>
    public static IReadOnlyList<RawField> FindForged(HeaderBlock header, params IReadOnlyCollection<string> authservIds) =>
        [.. header.Named(Name).Where(field => IsForged(ResultsReader.AuthservId(field.Text), authservIds))];

    /// <summary>The results of DKIM and ARC: also what a seal of ours says (RFC 8617 §4.1.1).</summary>
    internal static IEnumerable<string> Signatures(IReadOnlyList<DkimVerdict> dkim, ArcVerdict arc) =>
        [.. dkim is [] ? ["dkim=none"] : dkim.Select(Dkim), $"arc={Word(arc.Result)}"];

    private static bool IsForged(string? authservId, IReadOnlyCollection<string> ours) =>
        authservId is null or "" || ours.Contains(authservId.TrimEnd('.'), StringComparer.OrdinalIgnoreCase);

    private static string Spf(SpfVerdict verdict, string property) => $"spf={Word(verdict.Result)}{Property(property, verdict.Domain)}";

    private static string Dkim(DkimVerdict verdict) =>
        $"dkim={Word(verdict.Result)}"
        + (verdict.Reason is { } reason ? $" reason={FieldText.Quoted(reason)}" : "")
        + Property("header.d", verdict.Domain) + Property("header.s", verdict.Selector) + Property("header.b", verdict.SignatureStart);

    private static string Dmarc(DmarcVerdict verdict) =>
        $"dmarc={Word(verdict.Result)}"
        + (verdict.Policy is { } policy ? $" (p={Word(policy)} dis={Word(verdict.Disposition)})" : "")
        + Property("header.from", verdict.Domain);

    private static string Property(string name, string? value) => value is null or "" ? "" : $" {name}={FieldText.Value(value)}";

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
