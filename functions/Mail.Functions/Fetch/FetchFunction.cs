using System.Globalization;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: enqueues the remote accounts that are due; see <see cref="FetchScheduler"/>.</summary>
public sealed class FetchFunction(FetchScheduler scheduler) : IFunctionHandler
{
    public string Name => "Fetch";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var sent = await scheduler.RunAsync(cancellationToken);
        return new FunctionResult.Done(string.Create(CultureInfo.InvariantCulture, $"{sent} accounts are due"));
    }
}
