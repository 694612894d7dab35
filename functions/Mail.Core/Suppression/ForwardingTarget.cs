namespace Mail.Core;

/// <summary>How forwarding to one address elsewhere goes, of <see cref="ForwardingState"/>.</summary>
/// <param name="Address">Of a message for several, the first: see <see cref="ForwardingOutcome"/>.</param>
/// <param name="Sent">Messages that were taken since the first refusal within the window.</param>
public sealed record ForwardingTarget(MailAddress Address, int Sent = 0, int Refused = 0, DateTimeOffset? OpenUntil = null)
{
    internal ForwardingTarget Reset() => this with { Sent = 0, Refused = 0 };

    internal ForwardingTarget Count(ForwardingOutcome outcome, ForwardingLimits limits, DateTimeOffset now)
    {
        var counted = this with { Sent = Sent + outcome.Sent, Refused = Refused + outcome.Refused };
        return outcome.Refused > 0 && limits.AreReached(counted.Sent, counted.Refused) ? counted with { OpenUntil = now + limits.Pause } : counted;
    }
}
