namespace Mail.Processing;

/// <summary>How the message flow behaves; every value has a safe default.</summary>
public sealed record FlowOptions
{
    /// <summary>Our name in the fields that we write. Default: the machine's host name.</summary>
    public string HostName { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>Wait before the second attempt. Postfix: minimal_backoff_time.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The longest wait between attempts. Postfix: maximal_backoff_time.</summary>
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromSeconds(4000);

    /// <summary>How long after its arrival a message is tried again. Postfix: maximal_queue_lifetime.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>How many mailboxes one message is written to at the same time.</summary>
    public int DeliveriesAtOnce { get; init; } = 8;

    /// <summary>How long a spooled message stays after its last recipient is done, so that it can be looked at and replayed (S6).</summary>
    public TimeSpan SpoolRetention { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long a message stays whose client was told 451: longer than any client tries again (RFC 5321 §4.5.4.1: 4 to 5 days) and than the
    /// gateway remembers it, because a retry needs this very copy when a part of it had been delivered.
    /// </summary>
    public TimeSpan WithdrawnRetention { get; init; } = TimeSpan.FromDays(6);

    /// <summary>How long a spooled message may be without a disposition before the sweep enqueues it. Longer than any delivery takes.</summary>
    public TimeSpan OrphanAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wait before attempt number <paramref name="attempts"/> + 1: doubling from <see cref="FirstRetry"/> to <see cref="MaxRetry"/>.</summary>
    /// <param name="attempts">Attempts made, at least 1.</param>
    public TimeSpan RetryDelay(int attempts)
    {
        // 2^20 × 300 s is beyond any maximum and within a double.
        var delay = FirstRetry * Math.Pow(2, Math.Min(attempts - 1, 20));
        return delay < MaxRetry ? delay : MaxRetry;
    }
}
