using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>A row of table <c>Settings</c>: partition key <c>site</c>, row key the name; columns <c>Value</c>, <c>Comment</c>, <c>Problem</c>.</summary>
internal static class SettingRow
{
    public const string Partition = "site";

    public static SiteSettingRow Read(TableEntity row) =>
        new(TableKey.Decode(row.RowKey), Lenient.Text(row, "Value") ?? "", Lenient.Text(row, "Comment"));

    public static TableEntity Write(SiteSettingRow row) => new(Partition, TableKey.Encode(row.Name))
    {
        ["Value"] = row.Value,
        ["Comment"] = row.Comment ?? "",
        [ProblemColumn.Name] = row.Problem ?? "",
    };
}
