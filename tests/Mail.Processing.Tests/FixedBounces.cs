using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Reads in every message what the test has it read; how it is really read is the transport's.</summary>
internal sealed class FixedBounces : IBounceReader
{
    public BounceReport? Report { get; set; }

    public BounceReport? Read(Stream content) => Report;
}
