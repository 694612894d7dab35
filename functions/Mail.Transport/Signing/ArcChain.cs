using System.Globalization;
using System.Text.RegularExpressions;
using Mail.Core;

namespace Mail.Transport;

/// <summary>The ARC sets that a message has: RFC 8617 §4.2.</summary>
/// <param name="Sets">By instance, from 1; each the fields ARC-Authentication-Results, ARC-Message-Signature, ARC-Seal.</param>
internal sealed partial record ArcChain(IReadOnlyList<RawField[]> Sets)
{
    /// <summary>RFC 8617 §4.2.1: the limit of instances.</summary>
    public const int MaxInstance = 50;

    public const string ResultsName = "ARC-Authentication-Results";
    public const string SignatureName = "ARC-Message-Signature";
    public const string SealName = "ARC-Seal";

    private static readonly string[] Names = [ResultsName, SignatureName, SealName];

    /// <summary>The last seal says that the chain was broken before it: RFC 8617 §5.1.2, nobody adds to it.</summary>
    public bool HasFailed => Sets.Count > 0 && FailedTag().IsMatch(Sets[^1][2].Text);

    /// <summary><c>null</c> when the fields are no chain: one is missing or there twice.</summary>
    public static ArcChain? Read(HeaderBlock header)
    {
        var byName = Names.Select(name => header.Named(name).ToList()).ToList();
        var count = byName[0].Count;
        if (count > MaxInstance || byName.Any(fields => fields.Count != count))
        {
            return null;
        }

        var sets = Enumerable.Range(1, count)
            .Select(instance => byName.Select(fields => fields.Find(field => InstanceOf(field) == instance)).OfType<RawField>().ToArray())
            .ToList();
        return sets.TrueForAll(set => set.Length == Names.Length) ? new ArcChain(sets) : null;
    }

    private static int InstanceOf(RawField field) =>
        InstanceTag().Match(field.Text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:[^;]*;)?\s*i\s*=\s*([0-9]{1,2})\s*(?:;|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex InstanceTag();

    [GeneratedRegex(@"(?:^|;)\s*cv\s*=\s*fail\s*(?:;|\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FailedTag();
}
