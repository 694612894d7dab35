using Mail.Core;

namespace Mail.Ctl;

/// <summary>Messages in our name from one address that fared alike.</summary>
/// <param name="Source">The client's address.</param>
/// <param name="Dkim">A signature passed for the domain in From.</param>
/// <param name="Spf">SPF passed for it.</param>
/// <param name="Disposition"><c>none</c>, <c>quarantine</c> or <c>reject</c>: what was done.</param>
/// <param name="Override">Why that is not what our policy asks for; <c>null</c> when it is.</param>
/// <param name="Reporters">Who has seen them.</param>
internal sealed record DmarcSourceView(
    string Source, string HeaderFrom, long Messages, bool Passed, bool Dkim, bool Spf, string Disposition, string? Override, IReadOnlyList<string> Reporters)
{
    public static DmarcSourceView Of(DmarcSource source, long messages, IEnumerable<string> reporters) => new(
        source.Address,
        source.HeaderFrom,
        messages,
        source.Passed,
        source.DkimAligned,
        source.SpfAligned,
        source.Disposition.ToWord(),
        source.Override,
        [.. reporters.Distinct().Order(StringComparer.Ordinal)]);
}
