namespace Mail.Ctl;

/// <summary>How the installation is.</summary>
/// <param name="Ok">Gateway and functions answer, and no message is poisoned.</param>
internal sealed record StatusView(
    bool Ok,
    string Storage,
    ServiceView Gateway,
    ServiceView Functions,
    IReadOnlyList<QueueCountView> Queues,
    int Deferred,
    int Held,
    int Poison,
    SpoolCountView Spool,
    int Domains,
    int Accounts,
    int Aliases);

/// <param name="Url">What was asked.</param>
/// <param name="Answer">In words: the state, or why there was no answer.</param>
internal sealed record ServiceView(bool Ok, string Url, string Answer);

/// <param name="Messages">About, as storage counts them, those being worked on and those that wait for their time included.</param>
internal sealed record QueueCountView(string Name, int Messages);

/// <param name="Messages">Waiting, held, and delivered within their retention.</param>
internal sealed record SpoolCountView(int Messages, long Bytes);
