using System.Globalization;

namespace Mail.Sieve;

/// <summary>The time zone that a date is shifted to (RFC 5260 §4.1).</summary>
internal sealed class DateZone
{
    private const string Zone = "zone";
    private const string OriginalZone = "originalzone";
    private const string Group = "time zone";

    // Offsets in use go from -12 to +14 hours, which is also what a date can have here.
    private const int MaxHours = 14;

    private readonly TextTemplate? _zone;
    private readonly bool _isOriginal;

    private DateZone(TextTemplate? zone, bool isOriginal)
    {
        _zone = zone;
        _isOriginal = isOriginal;
    }

    public static TagDefinition ZoneTag { get; } = new(Zone, ArgumentType.String, Group: Group);

    public static TagDefinition OriginalZoneTag { get; } = new(OriginalZone, Group: Group);

    public static DateZone From(BoundArguments arguments)
    {
        var zone = arguments.Text(Zone);
        if (zone?.Constant is { } text && !TryParse(text, out _))
        {
            arguments.Fail(Zone, Problem(text));
        }

        return new DateZone(zone, arguments.Has(OriginalZone));
    }

    /// <returns><c>null</c> when the date is out of the calendar there; also when the script names what is no zone, and the run has then failed.</returns>
    public DateTimeOffset? Shift(DateTimeOffset date, SieveRun run, ScriptPosition position)
    {
        if (_isOriginal)
        {
            return date;
        }

        if (_zone is null)
        {
            return TimeZoneInfo.ConvertTime(date, run.Clock.LocalTimeZone);
        }

        var text = _zone.Expand(run);
        if (TryParse(text, out var offset))
        {
            // The clock of another zone may show a year that there is not: what senders write is never an error.
            return date.UtcDateTime.Ticks + offset.Ticks is var ticks && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? date.ToOffset(offset) : null;
        }

        run.Fail(position, Problem(text));
        return null;
    }

    /// <summary>RFC 5260 §4.2: <c>+hhmm</c>; zero is positive.</summary>
    public static string Format(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hhmm", CultureInfo.InvariantCulture)}";

    private static string Problem(string text) => $"expected a time zone such as \"+0100\", but found '{text}'";

    private static bool TryParse(string text, out TimeSpan offset)
    {
        offset = default;
        if (text is not ['+' or '-', ..] || text.Length != 5 || text.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var (hours, minutes) = (int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture));
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return minutes < 60 && offset.Duration() <= TimeSpan.FromHours(MaxHours);
    }
}
