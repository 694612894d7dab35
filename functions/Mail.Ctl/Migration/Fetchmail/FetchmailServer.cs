namespace Mail.Ctl;

/// <summary>An entry <c>poll</c> or <c>skip</c>.</summary>
/// <param name="Label">The name behind the keyword; the host, unless <c>via</c> says another.</param>
internal sealed record FetchmailServer(string Label, bool IsSkipped, FetchmailSection Options)
{
    public List<FetchmailSection> Users { get; } = [];
}
