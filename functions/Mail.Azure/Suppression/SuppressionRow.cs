using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Suppressions</c>: partition key the domain, row key the local-part in lower case; columns <c>Reason</c>, <c>Status</c>, <c>Since</c>,
/// <c>Expires</c> (empty for never), <c>Source</c> (<c>reply</c>, <c>bounce</c>, <c>operator</c>).
/// </summary>
internal static class SuppressionRow
{
    /// <summary>Whoever types a row in by hand means it: what is missing or no good is taken as the operator's. <c>null</c> when the keys are no address.</summary>
    public static Suppression? Read(TableEntity row) => AddressKey.Read(row, new RowProblems(row)) is not { } address ? null : new Suppression
    {
        Address = address,
        Reason = Lenient.Text(row, "Reason") ?? "",
        Status = Lenient.Text(row, "Status"),
        Since = Lenient.Time(row, "Since") ?? row.Timestamp ?? default,
        Expires = Lenient.Time(row, "Expires"),
        Source = SettingText.TryChoice<SuppressionSource>(Lenient.Text(row, "Source") ?? "", out var source) ? source : SuppressionSource.Operator,
    };

    public static TableEntity Write(Suppression entry)
    {
        var row = new TableEntity(TableKey.Encode(entry.Address.Domain), AddressKey.Row(entry.Address.LocalPart))
        {
            ["Reason"] = LongText.Cut(entry.Reason, 1000),
            ["Status"] = entry.Status ?? "",
            ["Since"] = entry.Since,
            ["Source"] = SettingText.Choice(entry.Source),
        };
        if (entry.Expires is { } expires)
        {
            row["Expires"] = expires;
        }

        return row;
    }
}
