using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>Rules that cannot be read or do not compile.</summary>
internal sealed class RuleCheck(IRulesEditor rules) : ICheck
{
    public string Name => "rules";

    public IAsyncEnumerable<FindingView> RunAsync(CancellationToken cancellationToken) =>
        rules.CheckAsync(RuleCompiler.Problem, cancellationToken)
            .Select(problem => new FindingView("rules", $"{problem.Table} {problem.Row}", problem.Problem));
}
