using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace Mail.Sieve;

/// <summary>The date in a header field (RFC 5260 §4).</summary>
internal static partial class FieldDate
{
    /// <summary>A date with its time and zone takes some 40 characters; comments may follow.</summary>
    private const int MaxLength = 200;

    /// <returns><c>null</c> when there is none.</returns>
    public static DateTimeOffset? Read(HeaderField field)
    {
        // RFC 5260 §4: all of the field, or what follows the last semicolon as in Received.
        var value = field.RawValue;
        var text = value[(value.LastIndexOf(';') + 1)..].Trim();
        return text.Length <= MaxLength && Shape().IsMatch(text) && DateUtils.TryParse(text, out var date) && HasDay(text, date) ? date : null;
    }

    // RFC 5322 §3.3: a day, a month by name, a year and a time; what else a parser might make a date of is none.
    [GeneratedRegex(@"^([A-Za-z]{3,9},?)?\s*\d{1,2}\s+[A-Za-z]{3,9}\s+\d{2,4}\s+\d{1,2}:\d{1,2}(:\d{1,2})?\b", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();

    /// <summary>RFC 5260 §4: a day that the month does not have is no date, whatever a parser makes of it.</summary>
    private static bool HasDay(string text, DateTimeOffset date)
    {
        var digits = text.AsSpan(text.AsSpan().IndexOfAnyInRange('0', '9'));
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits[..length], out var day) && day == date.Day;
    }
}
