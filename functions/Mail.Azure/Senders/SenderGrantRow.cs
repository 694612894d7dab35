using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>SenderGrants</c>: partition key the account's id, row key an address or <c>@domain</c> in lower case; columns <c>Enabled</c>,
/// <c>Comment</c>, <c>Problem</c>.
/// </summary>
internal static class SenderGrantRow
{
    public static RowReading<SenderGrant> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        if (!AccountRow.IsAccountId(row.PartitionKey))
        {
            problems.Fatal("the partition key is not an account's id");
        }

        if (!GrantedSender.TryParse(TableKey.Decode(row.RowKey), out var sender, out var error))
        {
            problems.Fatal($"the row key is neither an address nor @domain: {error}");
        }

        var enabled = problems.Enabled();
        return problems.Result(() => new SenderGrant
        {
            AccountId = row.PartitionKey,
            Sender = sender!,
            Enabled = enabled,
            Comment = Lenient.Text(row, "Comment"),
        });
    }

    public static TableEntity Write(SenderGrant grant) => new(grant.AccountId, Key(grant.Sender))
    {
        ["Enabled"] = grant.Enabled,
        ["Comment"] = grant.Comment ?? "",
    };

    public static string Key(GrantedSender sender) => TableKey.Encode(sender.ToString().ToLowerInvariant());
}
