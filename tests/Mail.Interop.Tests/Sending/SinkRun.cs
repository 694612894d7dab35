using Mail.Core;

namespace Mail.Interop.Tests;

/// <summary>What came of one scenario.</summary>
/// <param name="Sent">The message.</param>
/// <param name="FirstAttempt">The job after it; <c>null</c> when it is not looked at.</param>
/// <param name="Record">At the end.</param>
/// <param name="Arrived">What the server took.</param>
/// <param name="Envelopes">As the server was told.</param>
public sealed record SinkRun(
    Destination Destination, byte[] Sent, OutboundJob? FirstAttempt, MessageRecord Record, IReadOnlyList<string> Arrived, IReadOnlyList<string> Envelopes);
