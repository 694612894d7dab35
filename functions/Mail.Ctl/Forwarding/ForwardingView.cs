using Mail.Core;

namespace Mail.Ctl;

/// <param name="Sent">Messages that the domain took, of those counted since <paramref name="Since"/>.</param>
/// <param name="Refused">And that it refused for good.</param>
/// <param name="WaitsUntil"><c>null</c> when mail is sent on.</param>
internal sealed record ForwardingView(string Domain, int Sent, int Refused, DateTimeOffset Since, DateTimeOffset? WaitsUntil, string LastReply)
{
    public static ForwardingView From(ForwardingState state, DateTimeOffset now) =>
        new(state.Domain, state.Sent, state.Refused, state.WindowStart, state.WaitsAt(now) ? state.OpenUntil : null, state.LastReply);
}
