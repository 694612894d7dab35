using System.Globalization;

namespace Mail.Processing;

/// <param name="Reports">Messages to the addresses for training.</param>
/// <param name="Trained">Messages that they hold or refer to.</param>
/// <param name="Ignored">Reports from nobody who had logged in, or of nothing.</param>
public sealed record ReportedCount(int Reports, int Trained, int Ignored)
{
    public static ReportedCount operator +(ReportedCount left, ReportedCount right) =>
        new(left.Reports + right.Reports, left.Trained + right.Trained, left.Ignored + right.Ignored);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Reports} reports, {Trained} messages trained, {Ignored} reports ignored");
}
