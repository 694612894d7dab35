namespace Mail.Ctl;

/// <summary>How the installation is. Numbers are <c>null</c> when the storage did not answer.</summary>
/// <param name="Ok">Gateway, functions and storage answer, no message is poisoned, and no certificate has expired.</param>
/// <param name="StorageProblem">Why the storage did not answer; <c>null</c> when it did.</param>
/// <param name="Queues">Empty when the storage did not answer.</param>
/// <param name="RefusedLastHour">Refusals of mail for people here; <c>null</c> also when they are too many to be counted quickly.</param>
internal sealed record StatusView(
    bool Ok,
    string Storage,
    string? StorageProblem,
    ServiceView Gateway,
    ServiceView Functions,
    TlsView Tls,
    IReadOnlyList<QueueCountView> Queues,
    int? Deferred,
    int? Held,
    int? Quarantined,
    int? Poison,
    int? RefusedLastHour,
    SpoolCountView? Spool,
    int? Domains,
    int? Accounts,
    int? Aliases,
    IReadOnlyList<DeadDestinationView> DeadDestinations,
    IReadOnlyList<ForwardingView> WaitingForwards);

/// <summary>A destination that does not answer.</summary>
/// <param name="Until">When it is asked again.</param>
internal sealed record DeadDestinationView(string Destination, DateTimeOffset Until, string Reason);

/// <param name="Url">What was asked.</param>
/// <param name="Answer">In words: the state, or why there was no answer.</param>
internal sealed record ServiceView(bool Ok, string Url, string Answer);

/// <param name="Messages">About, as storage counts them, those being worked on and those that wait for their time included.</param>
/// <param name="OldestSeconds">How long the oldest has waited for its first attempt; <c>null</c> when none waits.</param>
internal sealed record QueueCountView(string Name, int Messages, long? OldestSeconds);

/// <param name="Messages">Waiting, held, and delivered within their retention.</param>
internal sealed record SpoolCountView(int Messages, long Bytes);
