using Mail.Core;

namespace Mail.Processing;

/// <param name="Now">What the filter says in the replay; <c>null</c> when it was not asked.</param>
/// <param name="Differences">What is not as recorded, in words.</param>
public sealed record ReplayOutcome(ReplayStatus Status, ScreeningRecord? Now, IReadOnlyList<string> Differences);
