using System.Globalization;
using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>
/// Reads columns of rows that people edit by hand: a number or a truth value may come as text, with spaces, in any case. <c>null</c> is a
/// missing or empty column; what cannot be read is false.
/// </summary>
internal static class Lenient
{
    public static string? Text(TableEntity row, string column)
    {
        var text = row.TryGetValue(column, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() : null;
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public static bool TryNumber(TableEntity row, string column, out long? number)
    {
        number = null;
        if (Text(row, column) is not { } text)
        {
            return true;
        }

        var read = long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var parsed)
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                && real == Math.Floor(real)
                && Math.Abs(real) < 1L << 53
                && (parsed = (long)real) == real);
        number = read ? parsed : null;
        return read;
    }

    public static bool TryTruth(TableEntity row, string column, out bool? truth)
    {
        truth = Text(row, column)?.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "Y" or "ON" or "1" => true,
            "FALSE" or "NO" or "N" or "OFF" or "0" => false,
            _ => null,
        };
        return truth is not null || Text(row, column) is null;
    }

    public static DateTimeOffset? Time(TableEntity row, string column) =>
        row.TryGetValue(column, out var value)
            ? value switch
            {
                DateTimeOffset time => time,
                DateTime time => new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
                string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
                _ => null,
            }
            : null;

    public static long Number(TableEntity row, string column) => TryNumber(row, column, out var number) ? number ?? 0 : 0;
}
