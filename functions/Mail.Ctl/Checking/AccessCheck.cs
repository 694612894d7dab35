using Mail.Core;

namespace Mail.Ctl;

/// <summary>Access rules that cannot be used.</summary>
internal sealed class AccessCheck(IAccessRulesEditor access) : ICheck
{
    public string Name => "access rules";

    public IAsyncEnumerable<FindingView> RunAsync(CancellationToken cancellationToken) =>
        access.CheckAsync(cancellationToken).Select(problem => new FindingView("access", $"{problem.Table} {problem.Row}", problem.Problem));
}
