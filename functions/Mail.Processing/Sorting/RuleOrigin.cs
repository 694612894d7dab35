using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Names the rule and the version that decided: <c>rule lists@3fa9c1d2e4b7 of account</c>.</summary>
internal static class RuleOrigin
{
    public static string Name(Rule rule) => $"{rule.Name}@{rule.Version}";

    public static string Words(ActionOrigin origin) => origin.Line == 0 ? "no rule decided otherwise" : $"rule {origin.Script} of {origin.Scope}, line {origin.Line}";
}
