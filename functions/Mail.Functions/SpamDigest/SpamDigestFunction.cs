using System.Globalization;
using Mail.Processing;

namespace Mail.Functions;

/// <summary>Timer: tells users what their filter was not sure of yesterday; see <see cref="UnsureDigest"/>.</summary>
public sealed class SpamDigestFunction(UnsureDigest digest) : IFunctionHandler
{
    public string Name => "SpamDigest";

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        var sent = await digest.RunAsync(cancellationToken);
        return new FunctionResult.Done(string.Create(CultureInfo.InvariantCulture, $"{sent} digests sent"));
    }
}
