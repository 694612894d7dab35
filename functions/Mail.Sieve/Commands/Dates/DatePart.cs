using System.Globalization;

namespace Mail.Sieve;

/// <summary>The date-parts of RFC 5260 §4.2.</summary>
internal static class DatePart
{
    // The Modified Julian Day begins on November 17, 1858.
    private static readonly DateOnly JulianStart = new(1858, 11, 17);

    private static readonly Dictionary<string, Func<DateTimeOffset, string>> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["year"] = date => Format(date, "yyyy"),
        ["month"] = date => Format(date, "MM"),
        ["day"] = date => Format(date, "dd"),
        ["date"] = date => Format(date, "yyyy-MM-dd"),
        ["julian"] = date => (DateOnly.FromDateTime(date.DateTime).DayNumber - JulianStart.DayNumber).ToString(CultureInfo.InvariantCulture),
        ["hour"] = date => Format(date, "HH"),
        ["minute"] = date => Format(date, "mm"),
        ["second"] = date => Format(date, "ss"),
        ["time"] = date => Format(date, "HH:mm:ss"),
        ["iso8601"] = date => Format(date, date.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz"),
        ["std11"] = date => $"{Format(date, "ddd, dd MMM yyyy HH:mm:ss")} {DateZone.Format(date.Offset)}",
        ["zone"] = date => DateZone.Format(date.Offset),
        ["weekday"] = date => ((int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
    };

    public static bool IsKnown(string name) => Parts.ContainsKey(name);

    /// <returns><c>null</c> when there is no such part.</returns>
    public static string? Of(DateTimeOffset date, string name) => Parts.TryGetValue(name, out var part) ? part(date) : null;

    public static TextTemplate From(BoundArguments arguments, string argument)
    {
        var part = arguments.Text(argument)!;
        if (part.Constant is { } name && !IsKnown(name))
        {
            arguments.Fail(argument, $"expected one of {string.Join(", ", Parts.Keys)}, but found '{name}'");
        }

        return part;
    }

    private static string Format(DateTimeOffset date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}
