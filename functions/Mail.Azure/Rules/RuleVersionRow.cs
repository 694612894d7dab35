using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>RuleVersions</c>: partition key the scope, row key the rule's name, a time that counts down and the version; columns as
/// <see cref="RuleColumns"/> has them, <c>Order</c>, <c>Change</c> and <c>At</c>.
/// </summary>
internal static class RuleVersionRow
{
    // TableKey escapes it, so no name has it.
    private const char Separator = ':';

    public static string KeysOf(string name) => TableKey.Encode(name) + Separator;

    public static TableEntity Write(RuleVersion version)
    {
        var rule = version.Rule;
        var key = $"{KeysOf(rule.Name)}{NewestFirst.Of(version.At)}-{rule.Version}";
        return RuleColumns.Write(
            new TableEntity(rule.Scope.ToString(), key)
            {
                ["Order"] = rule.Order,
                ["Change"] = version.Change.ToString(),
                ["At"] = version.At,
            },
            rule);
    }

    /// <summary><c>null</c> for a row that is none of ours.</summary>
    public static RuleVersion? Read(TableEntity row)
    {
        var end = row.RowKey.IndexOf(Separator, StringComparison.Ordinal);
        if (end < 0
            || !RuleScope.TryParse(row.PartitionKey, out var scope)
            || !SettingText.TryChoice<RuleChange>(Lenient.Text(row, "Change") ?? "", out var change)
            || Lenient.Time(row, "At") is not { } at)
        {
            return null;
        }

        var order = (int)Math.Clamp(Lenient.Number(row, "Order"), 0, Rule.MaxOrder);
        var reading = RuleColumns.Read(row, scope, TableKey.Decode(row.RowKey[..end]), order, new RowProblems(row));
        return reading.Entry is { } rule ? new RuleVersion(rule, change, at) : null;
    }
}
