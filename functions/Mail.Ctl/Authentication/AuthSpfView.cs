namespace Mail.Ctl;

/// <param name="Explanation">The domain's own words for a fail; <c>null</c> when it has none.</param>
internal sealed record AuthSpfView(string Result, string? Explanation);
