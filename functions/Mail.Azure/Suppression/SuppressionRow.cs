using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Suppressions</c>: partition key the domain, row key the local-part in lower case; columns <c>Reason</c>, <c>Status</c>, <c>Since</c>,
/// <c>Expires</c> (empty for never), <c>Source</c> (<c>reply</c>, <c>bounce</c>, <c>operator</c>), <c>Problem</c>.
/// </summary>
internal static class SuppressionRow
{
    /// <summary>Whoever types a row in by hand means it: what is missing or no good is taken as the operator's, for good.</summary>
    public static RowReading<Suppression> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        var address = AddressKey.Read(row, problems);
        var source = SuppressionSource.Operator;
        if (Lenient.Text(row, "Source") is { } text && !SettingText.TryChoice(text, out source))
        {
            problems.Note("Source has to be reply, bounce or operator; taken as operator");
            source = SuppressionSource.Operator;
        }

        var expires = Lenient.Time(row, "Expires");
        if (expires is null && Lenient.Text(row, "Expires") is not null)
        {
            problems.Note("Expires has to be a time such as 2026-05-01T00:00Z, or empty; taken as never");
        }

        return problems.Result(() => new Suppression
        {
            Address = address!,
            Reason = Lenient.Text(row, "Reason") ?? "",
            Status = Lenient.Text(row, "Status"),
            Since = Lenient.Time(row, "Since") ?? row.Timestamp ?? default,
            Expires = expires,
            Source = source,
        });
    }

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
