namespace Mail.Core;

/// <summary>
/// A circuit breaker for forwarding: a domain that refuses what our users forward to it would soon refuse all our mail. Settings
/// <c>forward-refusals</c>, <c>forward-refusals-percent</c> and <c>forward-pause</c>. Throws <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IForwardingBreaker
{
    /// <summary>Until when forwards to the domain have to wait; <c>null</c> when they may go. At most ten seconds old.</summary>
    ValueTask<DateTimeOffset?> WaitsUntilAsync(string domain, CancellationToken cancellationToken);

    /// <summary>Counts what became of one attempt's forwarded recipients.</summary>
    /// <param name="refused">For good, 5xx, for the message's sake: those of <see cref="Suppression.IsAboutRecipient"/> do not count.</param>
    /// <param name="reply">One of the refusals, for the operator.</param>
    ValueTask CountAsync(string domain, int sent, int refused, string reply, CancellationToken cancellationToken);

    /// <summary>Forgets what was counted, so that forwards go again at once. False when nothing was.</summary>
    ValueTask<bool> ResetAsync(string domain, CancellationToken cancellationToken);

    /// <summary>All domains counted, by name.</summary>
    IAsyncEnumerable<ForwardingState> ListAsync(CancellationToken cancellationToken);
}
