using Mail.Core;

namespace Mail.Ctl;

/// <param name="State"><c>next</c>, <c>active</c> or <c>retired</c>.</param>
/// <param name="Record">The record's name, without the final dot.</param>
/// <param name="Text">What the record has to say.</param>
internal sealed record DkimKeyView(string Domain, string Selector, string Algorithm, string State, DateTimeOffset? Since, string Record, string Text)
{
    public static DkimKeyView From(DkimKey key) => new(
        key.Domain,
        key.Selector,
        key.Algorithm.ToString().ToLowerInvariant(),
        SettingText.Choice(key.State),
        key.Since,
        key.RecordName,
        key.RecordText);

    /// <summary>As a line of a zone file.</summary>
    public string ToZoneLine() => $"{Record}. IN TXT {ZoneText.Quote(Text)}";
}
