using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: models whose training did not come to its end, and what is kept no longer; see <see cref="ModelUpkeep"/>.</summary>
public sealed class CompactFunction(ModelUpkeep upkeep) : IFunctionHandler
{
    public string Name => "Compact";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        new FunctionResult.Done((await upkeep.RunAsync(cancellationToken)).ToString());
}
