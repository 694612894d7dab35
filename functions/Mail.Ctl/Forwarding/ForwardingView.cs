using Mail.Core;

namespace Mail.Ctl;

/// <param name="Target">The one address there that it is about; <c>null</c> when it is about everybody in the domain.</param>
/// <param name="Sent">Messages that were taken, of those counted since <paramref name="Since"/>.</param>
/// <param name="Refused">And that were refused for good.</param>
/// <param name="WaitsUntil"><c>null</c> when mail is sent on.</param>
internal sealed record ForwardingView(
    string Domain, string? Target, int Sent, int Refused, DateTimeOffset Since, DateTimeOffset? WaitsUntil, string LastReply)
{
    /// <summary>The domain, then its addresses for which mail waits.</summary>
    public static IEnumerable<ForwardingView> From(ForwardingState state, DateTimeOffset now) =>
    [
        new(state.Domain, Target: null, state.Sent, state.Refused, state.WindowStart, state.WaitsAt(now) ? state.OpenUntil : null, state.LastReply),
        .. state.Targets.Where(target => target.OpenUntil > now).Select(target => new ForwardingView(
            state.Domain, target.Address.ToString(), target.Sent, target.Refused, state.WindowStart, target.OpenUntil, state.LastReply)),
    ];
}
