using Mail.Core;

namespace Mail.Ctl;

/// <summary>What screening found out about a message.</summary>
/// <param name="Class"><c>ham</c>, <c>unsure</c> or <c>spam</c>; <c>null</c> when the filter was not asked.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="UnsureFrom">The threshold of then.</param>
/// <param name="SpamFrom">The threshold of then.</param>
/// <param name="SiteModel">The version that was asked; <c>null</c> when there was none.</param>
/// <param name="AccountModel">As <paramref name="SiteModel"/>.</param>
/// <param name="Clues">What decided most, strongest first.</param>
/// <param name="Authentication">The body of our Authentication-Results field; <c>null</c> when the sender was not checked.</param>
/// <param name="Policy">What the sender's domain asks for and what was done of it.</param>
/// <param name="Facts">What the filter was told of the sender.</param>
/// <param name="Findings">What scanners found.</param>
/// <param name="Headers">The same as header fields that other filters write; they are not in the stored message.</param>
internal sealed record ScreeningView(
    string? Class,
    double? Score,
    double? UnsureFrom,
    double? SpamFrom,
    string? SiteModel,
    string? AccountModel,
    IReadOnlyList<string> Clues,
    string? Authentication,
    string? Policy,
    IReadOnlyList<string> Facts,
    IReadOnlyList<string> Findings,
    IReadOnlyList<HeaderView> Headers)
{
    public static ScreeningView? Of(ScreeningRecord? record) => record is null ? null : new(
        record.Class,
        record.Score,
        record.UnsureFrom,
        record.SpamFrom,
        record.SiteModel,
        record.AccountModel,
        record.Clues,
        record.Authentication,
        record.Policy,
        record.Facts,
        record.Findings,
        [.. SpamFields.Of(record).Select(field => new HeaderView(field.Key, field.Value))]);
}
