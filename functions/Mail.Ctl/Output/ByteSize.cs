using System.Globalization;

namespace Mail.Ctl;

/// <summary>Sizes as people write them: <c>1048576</c>, <c>500 MB</c>, <c>1.5GiB</c>.</summary>
internal static class ByteSize
{
    // IEC 80000-13 for the binary units, SI for the others. A lone letter is binary, as in ls -h and quota(1).
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000),
        ("T", 1L << 40), ("G", 1L << 30), ("M", 1L << 20), ("K", 1L << 10), ("B", 1),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        text = text.Trim();
        var (unit, factor) = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
        var number = text[..^unit.Length].TrimEnd();
        bytes = 0;
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > long.MaxValue / factor)
        {
            return false;
        }

        bytes = (long)(value * factor);
        return true;
    }

    /// <summary>Three figures are enough for a table: <c>987 B</c>, <c>1.5 KiB</c>, <c>40.0 MiB</c>.</summary>
    public static string Format(long bytes)
    {
        var (unit, factor) = Units.Take(4).FirstOrDefault(u => bytes >= u.Bytes, ("B", 1));
        return factor == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / factor:0.0} {unit}");
    }
}
