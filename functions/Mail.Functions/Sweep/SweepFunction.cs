namespace Mail.Functions;

/// <summary>Timer: the safety net under the queue; see <see cref="Mail.Processing.Sweep"/>.</summary>
public sealed class SweepFunction(Mail.Processing.Sweep sweep) : IFunctionHandler
{
    public string Name => "Sweep";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        new FunctionResult.Done((await sweep.RunAsync(cancellationToken)).ToString());
}
