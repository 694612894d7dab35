using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Asks all scanners about a message, in the order in which they were registered: the cheap ones first. Once one says that nobody gets the message or that
/// it goes into quarantine, the others are not asked any more.
/// </summary>
public sealed class ContentScanning(IEnumerable<IContentScanner> scanners, ILogger<ContentScanning> logger)
{
    private readonly IReadOnlyList<IContentScanner> _scanners = [.. scanners];

    /// <exception cref="StorageUnavailableException">The operator's settings cannot be read.</exception>
    public async ValueTask<ScanReport> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        var results = new List<ScannerResult>(_scanners.Count);
        foreach (var scanner in _scanners)
        {
            request.Content.Position = 0;
            if (await AskAsync(scanner, request, cancellationToken) is not { } finding)
            {
                continue;
            }

            results.Add(new ScannerResult(scanner.Name, finding));
            if (finding.Action >= ScanAction.Quarantine)
            {
                break;
            }
        }

        request.Content.Position = 0;
        return new ScanReport(results);
    }

    private async ValueTask<ScanFinding?> AskAsync(IContentScanner scanner, ScanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await scanner.ScanAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StorageUnavailableException))
        {
            // A fault of ours that a message brings about must not be its way in: it waits, where the operator sees it.
            ScanLog.Fault(logger, e, request.Envelope.QueueId, scanner.Name);
            return new ScanFinding.Failed("an error in the scanner", MustWait: true);
        }
    }
}
