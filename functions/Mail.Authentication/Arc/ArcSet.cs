using System.Globalization;
using System.Text.RegularExpressions;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>What one server added to a message's chain: RFC 8617 §4.2.</summary>
internal sealed partial record ArcSet(RawField Results, MessageSignature Signature, RawField SealField, TagList SealTags)
{
    /// <summary>RFC 8617 §4.2.1.</summary>
    public const int MaxInstance = 50;

    /// <summary>In the order in which seals cover them: RFC 8617 §5.1.1.</summary>
    public IReadOnlyList<RawField> Fields => [Results, Signature.Field, SealField];

    /// <summary><c>cv=</c>, as written.</summary>
    public string? ChainValidation => SealTags["cv"];

    /// <summary>The sets by instance, from 1; <c>null</c> when the fields are no chain: one is missing, there twice, or cannot be read.</summary>
    public static IReadOnlyList<ArcSet>? ReadAll(HeaderBlock header)
    {
        var results = ByInstance(header.Named(ArcFields.Results), field => InstanceTag().Match(field.Text) is { Success: true } match ? match.Groups[1].Value : null);
        var signatures = ByInstance(header.Named(ArcFields.Signature), field => TagList.Parse(field)?["i"]);
        var seals = ByInstance(header.Named(ArcFields.Seal), field => TagList.Parse(field)?["i"]);
        var count = seals?.Count ?? 0;
        if (results is null || signatures is null || seals is null || results.Count != count || signatures.Count != count || count > MaxInstance)
        {
            return null;
        }

        var instances = Enumerable.Range(1, count).ToList();
        return instances.TrueForAll(i => results.ContainsKey(i) && signatures.ContainsKey(i) && seals.ContainsKey(i))
            ? [.. instances.Select(i => new ArcSet(results[i], MessageSignature.ReadArc(signatures[i], TagList.Parse(signatures[i])!), seals[i], TagList.Parse(seals[i])!))]
            : null;
    }

    private static Dictionary<int, RawField>? ByInstance(IEnumerable<RawField> fields, Func<RawField, string?> instanceOf)
    {
        var found = new Dictionary<int, RawField>();
        // One more than may be is enough to see that there are too many.
        foreach (var field in fields.Take(MaxInstance + 1))
        {
            if (field.Octets.Length > TagList.MaxLength
                || !int.TryParse(instanceOf(field), NumberStyles.None, CultureInfo.InvariantCulture, out var instance)
                || !found.TryAdd(instance, field))
            {
                return null;
            }
        }

        return found;
    }

    // RFC 8617 §4.1.1: the instance stands before everything else.
    [GeneratedRegex(@"\A[ \t]*i[ \t]*=[ \t]*([0-9]{1,2})[ \t]*;", RegexOptions.CultureInvariant)]
    private static partial Regex InstanceTag();
}
