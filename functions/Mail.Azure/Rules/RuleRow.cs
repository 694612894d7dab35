using System.Globalization;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Rules</c>: partition key the scope (<c>site</c>, <c>domain:example.test</c>, <c>account:&lt;id&gt;</c>), row key
/// <c>&lt;order&gt;-&lt;name&gt;</c> such as <c>0100-lists</c>; columns as <see cref="RuleColumns"/> has them, <c>Version</c> and <c>Problem</c>.
/// </summary>
/// <remarks>A row that was typed under a key without an order runs last. Every problem makes the row unusable.</remarks>
internal static class RuleRow
{
    /// <summary>What the row held when its version was last recorded. Another content than that was edited by hand.</summary>
    public const string Version = "Version";

    public static RowReading<Rule> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        if (!RuleScope.TryParse(row.PartitionKey, out var scope))
        {
            problems.Fatal("the partition key has to be site, domain: with a domain in lower case, or account: with an account's id");
        }

        var (order, name) = NameIn(row.RowKey);
        if (!Rule.IsName(name))
        {
            problems.Fatal($"the row key has to be <order>-<name>, such as 0100-lists, the name of at most {Rule.MaxName} characters");
        }

        return RuleColumns.Read(row, scope, name, order, problems);
    }

    public static TableEntity Write(Rule rule) => RuleColumns.Write(
        new TableEntity(rule.Scope.ToString(), Key(rule)) { [Version] = rule.Version, [ProblemColumn.Name] = "" }, rule);

    public static string Key(Rule rule) => string.Create(CultureInfo.InvariantCulture, $"{rule.Order:D4}-{TableKey.Encode(rule.Name)}");

    public static bool IsNamed(TableEntity row, string name) => NameIn(row.RowKey).Name == name;

    /// <summary>What is recorded is what stands there.</summary>
    public static bool IsRecorded(TableEntity row, Rule rule) => Lenient.Text(row, Version) == rule.Version;

    private static (int Order, string Name) NameIn(string key)
    {
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && int.TryParse(key.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var order) && order <= Rule.MaxOrder
            ? (order, TableKey.Decode(key[(dash + 1)..]))
            : (Rule.MaxOrder, TableKey.Decode(key));
    }
}
