using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Rejects</c>: partition key the owner's address in lower case, row key a time that counts down and the id, so that the newest
/// row of a partition is its first.
/// </summary>
internal static class RejectRow
{
    // Longer claims of a client are cut: a HELO may have 255 octets, a detail names zones or a rule.
    private const int MaxText = 500;

    public static string Partition(MailAddress owner) => TableKey.Encode(owner.ToString().ToLowerInvariant());

    /// <summary>The row keys from <c>""</c> up to, not including, this are those of <paramref name="time"/> and later.</summary>
    public static string Before(DateTimeOffset time) => NewestFirst.Of(time.AddMilliseconds(-1));

    public static string Key(QueueId id) => $"{NewestFirst.Of(id.Time)}-{id}";

    public static TableEntity Write(RejectRecord record) => new(Partition(record.Owner), Key(record.Id))
    {
        ["Time"] = record.At,
        ["Owner"] = record.Owner.ToString(),
        ["Recipient"] = record.Recipient.ToString(),
        ["Sender"] = record.Sender?.ToString() ?? "",
        ["ClientAddress"] = record.ClientAddress ?? "",
        ["ClientName"] = Cut(record.ClientName),
        ["Helo"] = Cut(record.Helo),
        ["Reason"] = record.Reason,
        ["Detail"] = Cut(record.Detail),
        ["Reply"] = Cut(record.Reply),
        ["LeftOut"] = record.LeftOut,
    };

    /// <summary><c>null</c> for a row that is none of ours.</summary>
    public static RejectRecord? Read(TableEntity row)
    {
        var dash = row.RowKey.IndexOf('-', StringComparison.Ordinal);
        return QueueId.TryParse(row.RowKey[(dash + 1)..], out var id)
            && Address(row, "Owner") is { } owner
            && Address(row, "Recipient") is { } recipient
            ? new RejectRecord
            {
                Id = id,
                Owner = owner,
                Recipient = recipient,
                Sender = Address(row, "Sender"),
                ClientAddress = Lenient.Text(row, "ClientAddress"),
                ClientName = Lenient.Text(row, "ClientName"),
                Helo = Lenient.Text(row, "Helo"),
                Reason = Lenient.Text(row, "Reason") ?? "",
                Detail = Lenient.Text(row, "Detail") ?? "",
                Reply = Lenient.Text(row, "Reply") ?? "",
                LeftOut = (int)Math.Clamp(Lenient.Number(row, "LeftOut"), 0, int.MaxValue),
            }
            : null;
    }

    private static string Cut(string? text) => LongText.Cut(text ?? "", MaxText);

    private static MailAddress? Address(TableEntity row, string column) =>
        MailAddressParser.TryParse(Lenient.Text(row, column) ?? "", out var address, out _) ? address : null;
}
