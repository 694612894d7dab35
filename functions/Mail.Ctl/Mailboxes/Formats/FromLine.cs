using System.Globalization;
using System.Text;

namespace Mail.Ctl;

/// <summary>The line <c>From sender date</c> before each message of an mbox file (RFC 4155 §A; the date is that of asctime(3)).</summary>
internal static class FromLine
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly string[] DateForms = ["MMM d yyyy HH:mm:ss", "MMM d yyyy HH:mm"];

    /// <summary>Bytes. A sender has at most 254 octets and a date 30; a longer line is text.</summary>
    private const int MaxLength = 998;

    public static string Write(string sender, DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"From {sender} {time.UtcDateTime:ddd MMM} {time.UtcDateTime.Day,2} {time.UtcDateTime:HH:mm:ss yyyy}\n");

    /// <summary>
    /// Whether a line after an empty line begins a message. Text may begin with <c>From </c> as well (writers that count lengths do not quote it),
    /// so a date has to follow; some mail programs write nothing or a hyphen instead of sender and date.
    /// </summary>
    /// <param name="time">The date in it; <c>null</c> when there is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out DateTimeOffset? time)
    {
        time = null;
        if (line.Length > MaxLength || !line.StartsWith("From "u8))
        {
            return false;
        }

        var words = Encoding.Latin1.GetString(line[5..]).Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        time = ReadDate(words);
        return time is not null || words is [] or ["-"];
    }

    /// <summary><c>Thu Jan  1 00:00:00 1970</c>, with or without seconds, and with a zone before or after the year.</summary>
    private static DateTimeOffset? ReadDate(string[] words)
    {
        var day = Array.FindLastIndex(words, word => Days.Contains(word, StringComparer.OrdinalIgnoreCase));
        if (day < 0 || words.Length - day < 5)
        {
            return null;
        }

        var rest = words[(day + 1)..];
        var year = Array.FindIndex(rest, 3, word => word.Length == 4 && word.All(char.IsAsciiDigit));
        if (year < 0
            || !DateTime.TryParseExact(
                $"{rest[0]} {rest[1]} {rest[year]} {rest[2]}",
                DateForms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local))
        {
            return null;
        }

        var zone = rest.Skip(3).Select(ReadZone).FirstOrDefault(z => z is not null) ?? TimeSpan.Zero;
        // At the ends of the calendar a zone would leave it; there was no mail before 1970, and no year is beyond 9998.
        return local.Year is < 1970 or > 9998 ? null : new DateTimeOffset(local, zone);
    }

    /// <summary><c>+0200</c>; names of zones are ambiguous and count as UTC, as RFC 4155 wants all of them to be.</summary>
    private static TimeSpan? ReadZone(string word) =>
        word is ['+' or '-', _, _, _, _] && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= 1400 && value % 100 < 60
            ? (word[0] == '-' ? -1 : 1) * new TimeSpan(value / 100, value % 100, 0)
            : null;
}
