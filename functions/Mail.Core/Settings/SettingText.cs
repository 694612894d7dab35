using System.Globalization;

namespace Mail.Core;

/// <summary>Values of settings as people write them, and back.</summary>
public static class SettingText
{
    private static readonly (char Letter, TimeSpan Unit)[] Units =
        [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    /// <summary>A whole number of seconds, or of the unit behind it as in Postfix's configuration: <c>300</c>, <c>300s</c>, <c>5m</c>, <c>2h</c>, <c>35d</c>.</summary>
    public static bool TryTime(string text, TimeSpan min, TimeSpan max, out TimeSpan time)
    {
        time = default;
        text = text.Trim();
        var (letter, unit) = Units.FirstOrDefault(u => text.EndsWith(u.Letter.ToString(), StringComparison.OrdinalIgnoreCase));
        var digits = letter == default ? text : text[..^1].TrimEnd();
        if (!TryNumber(digits, 0, int.MaxValue, out var number))
        {
            return false;
        }

        var seconds = number * (letter == default ? 1 : unit.TotalSeconds);
        if (seconds < min.TotalSeconds || seconds > max.TotalSeconds)
        {
            return false;
        }

        time = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>In the largest unit that gives a whole number.</summary>
    public static string Time(TimeSpan time)
    {
        var (letter, unit) = Units.First(u => time.Ticks % u.Unit.Ticks == 0 || u.Letter == 's');
        return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / unit.Ticks}{letter}");
    }

    public static bool TryNumber(string text, int min, int max, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;

    /// <summary>A part of one: 0 to 1, with a point.</summary>
    public static bool TryScore(string text, out double score) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out score) && score is >= 0 and <= 1;

    public static string Score(double score) => score.ToString("R", CultureInfo.InvariantCulture);

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>yes, no and their usual other words.</summary>
    public static bool TryTruth(string text, out bool truth)
    {
        truth = text.Trim().ToUpperInvariant() is "YES" or "TRUE" or "ON" or "1";
        return truth || text.Trim().ToUpperInvariant() is "NO" or "FALSE" or "OFF" or "0";
    }

    /// <summary>The words for a part that is not used.</summary>
    public static bool IsOff(string text) => text.Trim().ToUpperInvariant() is "OFF" or "NONE";

    public static string Truth(bool truth) => truth ? "yes" : "no";

    /// <summary>The name of one member in any case. Numbers and lists, which the parser would take, are none.</summary>
    public static bool TryChoice<T>(string text, out T choice)
        where T : struct, Enum
    {
        text = text.Trim();
        choice = default;
        return text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out choice) && Enum.IsDefined(choice);
    }

    public static string Choice<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();
}
