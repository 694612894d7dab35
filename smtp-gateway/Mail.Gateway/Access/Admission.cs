using Mail.Core;

namespace Mail.Gateway;

/// <summary>What was decided about one recipient of one message.</summary>
internal sealed record Admission
{
    /// <summary><c>null</c> when the recipient is accepted.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Where the mail really goes: mostly the recipient as named.</summary>
    public required MailAddress Recipient { get; init; }

    /// <summary>An SRS address of ours: mail to it goes back to who sent what was forwarded, if it is a notice.</summary>
    public bool IsReturn { get; init; }

    /// <summary>What the operator's rules said.</summary>
    public AccessVerdict Verdict { get; init; } = AccessVerdict.None;

    /// <summary>What greylisting made of it; <c>null</c> when it was not asked.</summary>
    public CheckOutcome? Greylist { get; init; }

    /// <summary>Answered as accepted, and nothing is kept.</summary>
    public bool IsDiscarded => Verdict.Final is { Action: AccessAction.Discard };
}
