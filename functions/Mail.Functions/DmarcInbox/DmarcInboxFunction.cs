using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: reads what other servers have reported about our domains; see <see cref="DmarcInbox"/>.</summary>
public sealed class DmarcInboxFunction(DmarcInbox inbox) : IFunctionHandler
{
    public string Name => "DmarcInbox";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        new FunctionResult.Done((await inbox.RunAsync(cancellationToken)).ToString());
}
