namespace Mail.Ctl;

/// <summary>What a verb of <c>queue</c> did to one message.</summary>
/// <param name="Action"><c>held</c>, <c>released</c>, <c>deleted</c> or <c>requeued</c>.</param>
/// <param name="Detail">In words.</param>
internal sealed record QueueActionView(string Id, string Action, string Detail);
