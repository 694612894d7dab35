using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: the safety net under the queue, and what is to be forgotten; see <see cref="Processing.Sweep"/> and <see cref="AccessPruning"/>.</summary>
public sealed class SweepFunction(Processing.Sweep sweep, AccessPruning pruning) : IFunctionHandler
{
    public string Name => "Sweep";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var report = await sweep.RunAsync(cancellationToken);
        var pruned = await pruning.RunAsync(cancellationToken);
        return new FunctionResult.Done(pruned == AccessPruningReport.Nothing ? report.ToString() : $"{report}; {pruned}");
    }
}
