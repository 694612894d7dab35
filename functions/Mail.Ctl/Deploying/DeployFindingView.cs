namespace Mail.Ctl;

/// <summary>One thing that an installation needs, and how it stands.</summary>
/// <param name="Area"><c>storage</c>, <c>functions</c>, <c>dns</c>, <c>port</c>, <c>certificate</c>, <c>sending</c> or <c>quota</c>.</param>
/// <param name="State"><c>right</c>, <c>wrong</c> or <c>unknown</c>.</param>
/// <param name="Detail">What was found, and where it is wrong, what to do.</param>
internal sealed record DeployFindingView(string Area, string Subject, string State, string Detail)
{
    public static DeployFindingView Right(string area, string subject, string detail) => new(area, subject, "right", detail);

    public static DeployFindingView Wrong(string area, string subject, string detail) => new(area, subject, "wrong", detail);

    public static DeployFindingView Unknown(string area, string subject, string detail) => new(area, subject, "unknown", detail);
}

/// <summary>The answer of <c>mailctl deploy check</c>.</summary>
/// <param name="Ready">Nothing is wrong. What is unknown does not count: it is said why.</param>
internal sealed record DeployCheckView(string Host, bool Ready, IReadOnlyList<DeployFindingView> Findings);
