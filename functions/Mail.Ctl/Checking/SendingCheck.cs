using Mail.Core;

namespace Mail.Ctl;

/// <summary>Rows of signing keys and of the suppression list that cannot be used, in whole or in part.</summary>
internal sealed class SendingCheck(Func<CancellationToken, Task<IDkimKeyEditor>> openKeys, ISuppressionList suppressions) : ICheck
{
    public string Name => "signing keys and suppression list";

    public async IAsyncEnumerable<FindingView> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = await openKeys(cancellationToken);
        await foreach (var problem in keys.CheckAsync(cancellationToken).Concat(suppressions.CheckAsync(cancellationToken)).WithCancellation(cancellationToken))
        {
            yield return new FindingView("sending", $"{problem.Table} {problem.Row}", problem.Problem);
        }
    }
}
