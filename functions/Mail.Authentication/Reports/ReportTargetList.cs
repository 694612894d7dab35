namespace Mail.Authentication;

/// <summary>Who gets a report.</summary>
public sealed record ReportTargetList(IReadOnlyList<ReportTarget> Targets)
{
    /// <summary>False when the DNS did not answer everything: there may be more.</summary>
    public bool IsComplete { get; init; } = true;
}
