namespace Mail.Core;

/// <summary>
/// A circuit breaker for forwarding: a domain that refuses what our users forward to it would soon refuse all our mail. It stops one target,
/// or the whole domain when several of its targets are refused (<see cref="ForwardingState.Count"/>). Settings
/// <c>forward-refusals</c>, <c>forward-refusals-percent</c> and <c>forward-pause</c>. Throws <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IForwardingBreaker
{
    /// <summary>Until when what is forwarded to the address has to wait; <c>null</c> when it may go. At most ten seconds old.</summary>
    /// <param name="target">As in <see cref="ForwardingOutcome.Target"/>; the breaker of its domain holds for it, too.</param>
    ValueTask<DateTimeOffset?> WaitsUntilAsync(MailAddress target, CancellationToken cancellationToken);

    /// <summary>Counts what became of one attempt, for its target and for the target's domain.</summary>
    ValueTask CountAsync(ForwardingOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Forgets what was counted, so that forwards go again at once. False when nothing was.</summary>
    ValueTask<bool> ResetAsync(string domain, CancellationToken cancellationToken);

    /// <summary>All domains counted, by name.</summary>
    IAsyncEnumerable<ForwardingState> ListAsync(CancellationToken cancellationToken);
}
