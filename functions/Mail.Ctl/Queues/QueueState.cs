using Mail.Core;

namespace Mail.Ctl;

/// <summary>The words for where a message stands, as <c>--json</c> and tables show them.</summary>
internal static class QueueState
{
    public const string Incoming = "incoming";
    public const string Held = "held";
    public const string Poison = "poison";
    public const string Outbound = "outbound";

    public static string Name(MessageState state) => state switch
    {
        MessageState.Delivering => "delivering",
        MessageState.Delivered => "delivered",
        MessageState.Deferred => "deferred",
        MessageState.Held => Held,
        MessageState.Quarantined => "quarantined",
        MessageState.Failed => "failed",
        MessageState.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static string Name(RecipientOutcome outcome) => outcome switch
    {
        RecipientOutcome.Delivered => "delivered",
        RecipientOutcome.Queued => "queued",
        RecipientOutcome.Deferred => "deferred",
        RecipientOutcome.Failed => "failed",
        RecipientOutcome.Discarded => "discarded",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, message: null),
    };
}
