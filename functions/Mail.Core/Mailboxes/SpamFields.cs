using System.Globalization;

namespace Mail.Core;

/// <summary>
/// What other filters write into the header of a message, made of the index row: the stored octets stay as they came, so a score that is taken back later
/// leaves no trace in them. Whoever shows or serves a message may put these before its header.
/// </summary>
public static class SpamFields
{
    /// <summary>Name and value, in the order in which they are shown; empty when the filter was not asked.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(ScreeningRecord? record) => record is not { Class: { } name, Score: { } score } ? [] :
    [
        // As SpamAssassin and rspamd write it: Yes or No first, which mail programs look for.
        new("X-Spam-Status", string.Create(
            CultureInfo.InvariantCulture, $"{(name == "spam" ? "Yes" : "No")}, class={name} score={score:F3} unsure={record.UnsureFrom:F2} required={record.SpamFrom:F2}")),
        new("X-Spam-Score", score.ToString("F3", CultureInfo.InvariantCulture)),
        .. record.Clues.Select(clue => new KeyValuePair<string, string>("X-Spam-Clue", clue)),
    ];
}
