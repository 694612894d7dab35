using Mail.Core;

namespace Mail.Ctl;

/// <param name="Place">In the envelope, from 1.</param>
/// <param name="Outcome"><c>delivered</c>, <c>queued</c>, <c>deferred</c>, <c>failed</c>, <c>discarded</c>, or <c>waiting</c> when nothing was tried yet.</param>
internal sealed record RecipientView(int Place, string Address, string Outcome, string Detail)
{
    public static RecipientView From(RecipientRecord recipient) =>
        new(recipient.Place, recipient.Address.ToString(), QueueState.Name(recipient.Outcome), recipient.Detail);
}
