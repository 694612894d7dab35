using Mail.Core;

namespace Mail.Ctl;

/// <summary>Transports that cannot be used.</summary>
internal sealed class TransportCheck(ITransportsEditor transports) : ICheck
{
    public string Name => "transports";

    public IAsyncEnumerable<FindingView> RunAsync(CancellationToken cancellationToken) =>
        transports.CheckAsync(cancellationToken).Select(problem => new FindingView("transports", $"{problem.Table} {problem.Row}", problem.Problem));
}
