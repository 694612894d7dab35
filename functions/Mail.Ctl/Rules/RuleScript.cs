using System.Text;
using System.Text.RegularExpressions;
using Mail.Core;
using Mail.Processing;
using Mail.Sieve;

namespace Mail.Ctl;

/// <summary>Rules as one script, as other servers take it.</summary>
internal static partial class RuleScript
{
    /// <param name="rules">In the order in which they run. Those that are disabled become comments.</param>
    public static string Of(IReadOnlyList<Rule> rules)
    {
        var body = new StringBuilder();
        foreach (var rule in rules)
        {
            var text = rule.Script is null ? rule.Text : Require().Replace(rule.Script, "").Trim() + "\n";
            var lines = $"# {OneLine(rule.Name)}{(rule.Enabled ? "" : ", disabled")}{(rule.Comment is { Length: > 0 } comment ? $": {OneLine(comment)}" : "")}\n{text}";
            body.Append(rule.Enabled ? lines : lines.TrimEnd().ReplaceLineEndings("\n# ") + "\n").Append('\n');
        }

        return Requirements(body.ToString()) + body.ToString().TrimEnd() + "\n";
    }

    /// <summary>Each extension is left out in turn: what compiles without it does not need it.</summary>
    private static string Requirements(string body)
    {
        List<string> needed = [.. new SieveCompiler(SieveOptions.Default).Capabilities.Order(StringComparer.Ordinal)];
        foreach (var capability in needed.ToList())
        {
            List<string> others = [.. needed.Where(other => other != capability)];
            if (!ChangesText(capability, body) && Problem(Require(others) + body) is null)
            {
                needed = others;
            }
        }

        return Require(needed);
    }

    private static string Require(List<string> capabilities) =>
        capabilities.Count == 0 ? "" : $"require [{string.Join(", ", capabilities.Select(capability => $"\"{capability}\""))}];\n\n";

    /// <summary>Without these a script compiles and means something else (RFC 5228 §2.4.2.4, RFC 5229 §3).</summary>
    private static bool ChangesText(string capability, string body) => capability switch
    {
        "variables" => body.Contains("${", StringComparison.Ordinal),
        "encoded-character" => body.Contains("${hex:", StringComparison.OrdinalIgnoreCase) || body.Contains("${unicode:", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static string? Problem(string script) => RuleCompiler.Problem(new Rule { Scope = RuleScope.Site, Name = "export", Script = script });

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    // RFC 5228 §3.2: require comes first; comments may stand before it.
    [GeneratedRegex("""\A(?:(?:\s|\#[^\n]*\n|/\*.*?\*/)*require\s*(?:"[^"]*"|\[[^\]]*\])\s*;)+""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Require();
}
