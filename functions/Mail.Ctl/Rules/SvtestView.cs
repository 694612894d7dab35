using Mail.Sieve.Svtest;

namespace Mail.Ctl;

/// <param name="LeftAside">Tests that were not counted because their files need an extension that is not there.</param>
internal sealed record SvtestView(int Passed, int Failed, IReadOnlyList<SvtestFailure> Failures, int LeftAside)
{
    public static SvtestView From(IReadOnlyList<SvtestReport> reports, bool supportedOnly)
    {
        var counted = reports.Where(report => !supportedOnly || report.Unsupported is null).ToList();
        return new SvtestView(
            counted.Sum(report => report.Passed),
            counted.Sum(report => report.Failures.Count),
            [.. counted.SelectMany(report => report.Failures)],
            reports.Except(counted).Sum(report => report.Failures.Count));
    }

    public void Write(TextAnswer text)
    {
        foreach (var failure in Failures)
        {
            text.Line($"{failure.File}: {failure.Test}: {failure.Reason}");
        }

        text.Line($"{Passed} passed, {Failed} failed{(LeftAside > 0 ? $", {LeftAside} left aside" : "")}.");
    }
}
