namespace Mail.Core;

/// <summary>How forwarding to a domain goes: a row of table <c>Forwarding</c>.</summary>
/// <param name="WindowStart">When counting began; after <see cref="Window"/> it begins anew.</param>
/// <param name="Sent">Messages that the domain took within the window.</param>
/// <param name="Refused">Messages that it refused for good (5xx).</param>
/// <param name="OpenUntil">Until then forwards to whoever is there wait; <c>null</c> when they go.</param>
public sealed record ForwardingState(string Domain, DateTimeOffset WindowStart, int Sent, int Refused, DateTimeOffset? OpenUntil, string LastReply = "")
{
    /// <summary>Long enough for a few forwards of a small site, short enough that yesterday does not count.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>One target has this part of the refusals that stop a domain, at most: whoever sends spam to one alias stops that alias, and no others.</summary>
    private const int Share = 4;

    /// <summary>Those refused most are kept: more would not fit the row, and long before that the domain has stopped.</summary>
    private const int MaxTargets = 200;

    /// <summary>The addresses for which something was refused within the window, and those that still wait.</summary>
    public IReadOnlyList<ForwardingTarget> Targets { get; init; } = [];

    public static ForwardingState New(string domain, DateTimeOffset now) => new(domain, now, 0, 0, OpenUntil: null);

    public bool WaitsAt(DateTimeOffset now) => OpenUntil > now;

    /// <summary>Until when what goes to the address has to wait; <c>null</c> when it may go.</summary>
    public DateTimeOffset? WaitsUntil(MailAddress target, DateTimeOffset now)
    {
        var own = Find(target)?.OpenUntil;
        var later = OpenUntil is null || own > OpenUntil ? own : OpenUntil;
        return later > now ? later : null;
    }

    /// <summary>The state after a further outcome.</summary>
    public ForwardingState Count(ForwardingOutcome outcome, ForwardingLimits limits, DateTimeOffset now)
    {
        var current = Current(now);
        current = current with
        {
            Sent = current.Sent + outcome.Sent,
            Refused = current.Refused + outcome.Refused,
            LastReply = outcome.Refused > 0 ? outcome.Reply : current.LastReply,
            Targets = current.CountTarget(outcome, limits, now),
        };
        var share = Math.Max(1, limits.MinRefused / Share);
        return outcome.Refused > 0 && limits.AreReached(current.Sent, current.Targets.Sum(target => Math.Min(target.Refused, share)))
            ? current with { OpenUntil = now + limits.Pause }
            : current;
    }

    private ForwardingTarget? Find(MailAddress target) => Targets.FirstOrDefault(known => known.Address.Equals(target));

    /// <summary>Without what is over; a target that waits goes on waiting when the window ends.</summary>
    private ForwardingState Current(DateTimeOffset now) =>
        now - WindowStart >= Window || (OpenUntil is { } until && until <= now)
            ? New(Domain, now) with { LastReply = LastReply, Targets = [.. Targets.Where(target => target.OpenUntil > now).Select(target => target.Reset())] }
            : this with { Targets = [.. Targets.Where(target => target.OpenUntil is null || target.OpenUntil > now)] };

    private List<ForwardingTarget> CountTarget(ForwardingOutcome outcome, ForwardingLimits limits, DateTimeOffset now)
    {
        var known = Find(outcome.Target);
        var counted = (known ?? new ForwardingTarget(outcome.Target)).Count(outcome, limits, now);
        var others = Targets.Where(target => target != known);
        return [.. (counted is { Refused: 0, OpenUntil: null } ? others : others.Append(counted)).OrderByDescending(target => target.Refused).Take(MaxTargets)];
    }
}
