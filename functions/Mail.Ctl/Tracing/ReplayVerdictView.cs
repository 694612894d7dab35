using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <param name="Class"><c>ham</c>, <c>unsure</c> or <c>spam</c>; <c>null</c> when the filter was not asked.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="SiteModel">The version that was asked; <c>null</c> when there was none.</param>
/// <param name="AccountModel">As <paramref name="SiteModel"/>.</param>
internal sealed record ReplayVerdictView(string? Class, double? Score, string? SiteModel, string? AccountModel)
{
    public static ReplayVerdictView Of(ScreeningRecord record) => new(record.Class, record.Score, record.SiteModel, record.AccountModel);

    public override string ToString() => Class is null ? "not filtered" : string.Create(CultureInfo.InvariantCulture, $"{Class} {Score:F3}");
}
