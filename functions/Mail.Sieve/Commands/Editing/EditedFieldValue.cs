namespace Mail.Sieve;

/// <summary>The value of a field that a script adds.</summary>
internal static class EditedFieldValue
{
    /// <returns>Why the value cannot stand in a header; <c>null</c> when it can.</returns>
    public static string? Problem(string value, SieveOptions options) =>
        value.Contains('\0', StringComparison.Ordinal) ? $"expected a value without NUL, but '{value.Replace('\0', ' ')}' is invalid"
        : SieveText.Encode(value).Length > options.MaxFieldLength ? $"expected a value of at most {options.MaxFieldLength} octets"
        : null;

    /// <summary>
    /// One line: what comes from a message may hold line ends, which would begin fields or the body. Lines that the script folds by itself are joined.
    /// </summary>
    public static string OneLine(string value) => string.Join(' ', value.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select((line, place) => place == 0 ? line.TrimEnd(' ', '\t') : line.Trim(' ', '\t'))
        .Where(line => line.Length > 0));
}
