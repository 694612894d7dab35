using Mail.Processing;

namespace Mail.Functions;

/// <summary>
/// Timer: the safety net under the queue, what is to be forgotten, and how the queues are; see <see cref="Processing.Sweep"/>,
/// <see cref="Pruning"/> and <see cref="QueueLook"/>.
/// </summary>
public sealed class SweepFunction(Processing.Sweep sweep, Pruning pruning, QueueLook look) : IFunctionHandler
{
    public string Name => "Sweep";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var report = await sweep.RunAsync(cancellationToken);
        await look.LookAsync(report.Deferred, cancellationToken);
        var pruned = await pruning.RunAsync(cancellationToken);
        return new FunctionResult.Done(pruned == PruningReport.Nothing ? report.ToString() : $"{report}; {pruned}");
    }
}
