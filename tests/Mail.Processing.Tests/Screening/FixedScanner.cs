using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Says of every message what the test has it say.</summary>
internal sealed class FixedScanner : IContentScanner
{
    public string Name => "test";

    public ScanFinding Finding { get; set; } = new ScanFinding.Clean();

    /// <summary>Messages that it was shown.</summary>
    public int Asked { get; private set; }

    public ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        Asked++;
        return new(Finding);
    }
}
