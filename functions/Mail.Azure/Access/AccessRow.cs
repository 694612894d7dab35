using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Access</c>: partition key the kind (<c>client</c>, <c>client-name</c>, <c>helo</c>, <c>sender</c>, <c>recipient</c>), row
/// key the pattern; columns <c>Action</c> (<c>OK</c>, <c>REJECT</c>, <c>DEFER</c>, <c>DISCARD</c>, <c>HOLD</c>, <c>TAG</c>; a text may stand
/// behind it, as in Postfix), <c>Text</c>, <c>Enabled</c>, <c>Expires</c>, <c>Comment</c>, <c>Problem</c>.
/// </summary>
/// <remarks>A key cannot have a slash: a network is written <c>192.0.2.0_24</c>, or as <see cref="TableKey"/> has it.</remarks>
internal abstract class AccessRow : IPatternRow<AccessRule, AccessPattern>
{
    public static RowReading<AccessRule> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        var pattern = Pattern(row, problems);
        var (action, text) = Action(row, problems);
        var enabled = problems.Enabled();
        if (!TryExpires(row, out var expires))
        {
            problems.Fatal("Expires has to be a time such as 2026-12-31T00:00:00Z, or empty");
        }

        return problems.Result(() => new AccessRule
        {
            Pattern = pattern!,
            Action = action,
            Text = text,
            Enabled = enabled,
            Comment = Lenient.Text(row, "Comment"),
            Expires = expires,
        });
    }

    public static TableEntity Write(AccessRule rule)
    {
        var (partition, key) = KeysOf(rule.Pattern);
        return new TableEntity(partition, key)
        {
            ["Action"] = rule.Action.ToString().ToUpperInvariant(),
            ["Text"] = rule.Text,
            ["Enabled"] = rule.Enabled,
            // A time column cannot be emptied by a merge; a text column can.
            ["Expires"] = rule.Expires is { } time ? time : "",
            ["Comment"] = rule.Comment ?? "",
            [ProblemColumn.Name] = "",
        };
    }

    public static int MaxRows => AccessRuleSet.MaxRules;

    public static AccessPattern PatternOf(AccessRule rule) => rule.Pattern;

    public static (string Partition, string Row) KeysOf(AccessPattern pattern) => (AccessKinds.Name(pattern.Kind), pattern.Kind == AccessKind.Client
        ? TableKey.Encode(pattern.ToString().Replace('/', '_')).Replace("=3A", ":", StringComparison.Ordinal)
        : TableKey.Encode(pattern.ToString()));

    /// <summary><c>null</c> when the keys name none.</summary>
    public static AccessPattern? PatternOf(TableEntity row) => Pattern(row, new RowProblems(row));

    private static AccessPattern? Pattern(TableEntity row, RowProblems problems)
    {
        if (!AccessKinds.TryParse(row.PartitionKey, out var kind) || row.PartitionKey != AccessKinds.Name(kind))
        {
            problems.Fatal($"the partition key has to be one of {string.Join(", ", AccessKinds.All.Select(AccessKinds.Name))}");
            return null;
        }

        var text = TableKey.Decode(row.RowKey);
        if (kind == AccessKind.Client)
        {
            // No address has one, and the recipient behind "for" has it behind the network's.
            var at = text.IndexOf('_', StringComparison.Ordinal);
            text = at < 0 ? text : $"{text[..at]}/{text[(at + 1)..]}";
        }

        if (!AccessPattern.TryParse(kind, text, out var pattern, out var error))
        {
            problems.Fatal($"the row key is not a pattern for {row.PartitionKey}: {error}");
        }

        return pattern;
    }

    private static (AccessAction Action, string Text) Action(TableEntity row, RowProblems problems)
    {
        var column = Lenient.Text(row, "Action") ?? "";
        var space = column.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? column : column[..space];
        var text = Lenient.Text(row, "Text") ?? (space < 0 ? "" : column[(space + 1)..].Trim());
        if (!SettingText.TryChoice<AccessAction>(word, out var action))
        {
            problems.Fatal("Action has to be OK, REJECT, DEFER, DISCARD, HOLD or TAG");
        }
        else if (AccessRule.Problem(action, text) is { } problem)
        {
            problems.Fatal(problem);
        }

        return (action, text);
    }

    private static bool TryExpires(TableEntity row, out DateTimeOffset? expires)
    {
        expires = Lenient.Time(row, "Expires");
        return expires is not null || Lenient.Text(row, "Expires") is null;
    }
}
