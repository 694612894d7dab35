using System.Globalization;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: tells other domains what came in their name, where they ask for it; see <see cref="DmarcReporter"/>.</summary>
public sealed class DmarcReportsFunction(DmarcReporter reporter) : IFunctionHandler
{
    public string Name => "DmarcReports";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var sent = await reporter.RunAsync(cancellationToken);
        return new FunctionResult.Done(string.Create(CultureInfo.InvariantCulture, $"{sent} reports sent"));
    }
}
