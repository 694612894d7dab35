using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: learns from what users have sent to the addresses for training; see <see cref="ReportedMail"/>.</summary>
public sealed class SpamReportsFunction(ReportedMail reported) : IFunctionHandler
{
    public string Name => "SpamReports";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken) =>
        new FunctionResult.Done((await reported.RunAsync(cancellationToken)).ToString());
}
