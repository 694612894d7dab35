using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Says of every message what the test has it say.</summary>
internal sealed class FixedScreen : IScreen
{
    public ScreenVerdict Verdict { get; set; } = new("passed: no filter is configured");

    public ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken) => new(Verdict);
}
