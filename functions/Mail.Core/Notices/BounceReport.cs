namespace Mail.Core;

/// <summary>What an incoming bounce says.</summary>
/// <param name="IsStandard">It is a <c>multipart/report</c> (RFC 6522); otherwise the text was read, which is guesswork: never more than a hint.</param>
/// <param name="EnvId">Our ENVID, if it was given back.</param>
public sealed record BounceReport(bool IsStandard, string? EnvId, IReadOnlyList<BouncedRecipient> Recipients)
{
    /// <summary>What may be queue ids of ours in the Received fields of the message that came back; at most a few, the newest first.</summary>
    public IReadOnlyList<QueueId> OriginalIds { get; init; } = [];

    /// <summary>Its fields <see cref="Srs.ProofField"/>: at most a few, and short.</summary>
    public IReadOnlyList<string> OriginalProofs { get; init; } = [];
}
