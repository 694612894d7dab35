using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// The columns that say what a rule does, in <c>Rules</c> and <c>RuleVersions</c>: <c>Phase</c> (<c>before</c>, <c>after</c>, <c>incoming</c>), <c>Test</c>
/// and <c>Actions</c>, or <c>Script</c>, <c>Enabled</c>, <c>Comment</c>. Whatever is missing has a default.
/// </summary>
internal static class RuleColumns
{
    /// <returns><c>null</c> when a problem was found.</returns>
    public static RowReading<Rule> Read(TableEntity row, RuleScope? scope, string name, int order, RowProblems problems)
    {
        var phase = Phase(row, scope, problems);
        var (test, actions, script) = (LongText.Get(row, "Test"), LongText.Get(row, "Actions"), LongText.Get(row, "Script"));
        var enabled = problems.Enabled();
        if (Obstacle(test, actions, script) is { } obstacle)
        {
            problems.Fatal(obstacle);
        }

        return problems.Result(() => new Rule
        {
            Scope = scope!,
            Name = name,
            Order = order,
            Phase = phase,
            Test = string.IsNullOrWhiteSpace(test) ? "true" : test,
            Actions = actions,
            Script = script.Length == 0 ? null : script,
            Enabled = enabled,
            Comment = Lenient.Text(row, "Comment"),
            Problem = Lenient.Text(row, ProblemColumn.Name),
        });
    }

    public static TableEntity Write(TableEntity row, Rule rule)
    {
        row["Phase"] = Name(rule.Phase);
        LongText.Set(row, "Test", rule.Script is null ? rule.Test : "");
        LongText.Set(row, "Actions", rule.Actions);
        LongText.Set(row, "Script", rule.Script ?? "");
        row["Enabled"] = rule.Enabled;
        row["Comment"] = rule.Comment ?? "";
        return row;
    }

    private static string Name(RulePhase phase) => phase.ToString().ToLowerInvariant();

    private static RulePhase Phase(TableEntity row, RuleScope? scope, RowProblems problems)
    {
        var phase = RulePhase.Before;
        if (Lenient.Text(row, "Phase") is { } text && !SettingText.TryChoice(text, out phase))
        {
            problems.Fatal("Phase has to be before, after or incoming");
        }
        else if (phase == RulePhase.Incoming && scope is { Kind: not RuleScopeKind.Site })
        {
            problems.Fatal("only rules of the site have the phase incoming: before a message is routed it belongs to nobody");
        }

        return phase;
    }

    private static string? Obstacle(string test, string actions, string script) =>
        script.Length > 0 && (actions.Length > 0 || !string.IsNullOrWhiteSpace(test)) ? "Script stands alone: either Script, or Test and Actions"
        : script.Length == 0 && string.IsNullOrWhiteSpace(actions) ? "there is neither Script nor Actions, such as keep; or fileinto \"Lists\";"
        : test.Length + actions.Length + script.Length > Rule.MaxText ? $"Test, Actions and Script together have at most {Rule.MaxText} characters"
        : null;
}
