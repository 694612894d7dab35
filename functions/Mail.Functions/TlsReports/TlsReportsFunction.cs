using System.Globalization;
using Mail.Transport;

namespace Mail.Functions;

/// <summary>Timer: tells other domains how TLS with their servers went, where they ask for it; see <see cref="TlsReporter"/>.</summary>
public sealed class TlsReportsFunction(TlsReporter reporter) : IFunctionHandler
{
    public string Name => "TlsReports";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var sent = await reporter.RunAsync(cancellationToken);
        return new FunctionResult.Done(string.Create(CultureInfo.InvariantCulture, $"{sent} reports sent"));
    }
}
