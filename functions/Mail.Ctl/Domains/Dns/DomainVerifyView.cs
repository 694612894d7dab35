namespace Mail.Ctl;

/// <summary>How the live DNS of a domain stands.</summary>
/// <param name="Right">All of it is.</param>
internal sealed record DomainVerifyView(string Domain, string Host, bool Right, IReadOnlyList<RecordFindingView> Records);
