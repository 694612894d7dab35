using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Says of every message what the test has it say.</summary>
internal sealed class FixedScanner : IContentScanner
{
    public string Name => "test";

    public ScanFinding Finding { get; set; } = new ScanFinding.Clean();

    public ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken) => new(Finding);
}
