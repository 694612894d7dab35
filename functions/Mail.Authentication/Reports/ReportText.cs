namespace Mail.Authentication;

/// <summary>Text that strangers have chosen, for reports and for tables: printable ASCII of bounded length, which XML and terminals know.</summary>
public static class ReportText
{
    /// <summary>Characters. A domain has 255 at most; the rest is shorter.</summary>
    public const int Max = 255;

    public static string Clean(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var length = Math.Min(trimmed.Length, Max);
        return string.Create(length, trimmed[..length], (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
    }
}
