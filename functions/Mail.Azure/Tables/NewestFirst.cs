using System.Globalization;

namespace Mail.Azure;

/// <summary>A part of a row key that counts down, so that the newest row of a partition is its first.</summary>
internal static class NewestFirst
{
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>15 digits, to the millisecond.</summary>
    public static string Of(DateTimeOffset time) =>
        (LastMillisecond - time.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture);
}
