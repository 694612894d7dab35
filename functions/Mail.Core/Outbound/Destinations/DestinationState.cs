namespace Mail.Core;

/// <summary>
/// How one destination takes our mail, as all instances know it together: a row of table <c>Destinations</c>. One without a row
/// is new.
/// </summary>
public sealed record DestinationState
{
    /// <summary>The next hop: the recipients' domain, or <c>host:port</c> of a smarthost.</summary>
    public required string Destination { get; init; }

    /// <summary>How many attempts may run at once, over all instances, from 1. Moves in fractions: see <c>DestinationWindow</c>.</summary>
    public required double Window { get; init; }

    /// <summary>It has answered since it was new or dead. Until then one attempt at a time finds out.</summary>
    public bool IsProven { get; init; }

    /// <summary>No attempt is made before; <c>null</c> when it is not dead.</summary>
    public DateTimeOffset? DeadUntil { get; init; }

    /// <summary>How often in a row it was found dead: each time it is left alone for longer.</summary>
    public int DeadTimes { get; init; }

    /// <summary>Why it was found dead last; empty when it never was.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The instances that hold slots.</summary>
    public IReadOnlyList<DestinationHolder> Holders { get; init; } = [];

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The storage's mark of this state of the row (ETag); empty when there is no row.</summary>
    public string Version { get; init; } = "";

    public bool IsDeadAt(DateTimeOffset now) => DeadUntil > now;
}

/// <summary>Slots that one instance may use: so many attempts at once.</summary>
/// <param name="Instance">A name of its own for each process.</param>
/// <param name="Slots">At least 1.</param>
/// <param name="Until">They are free again after this time, unless renewed.</param>
public sealed record DestinationHolder(string Instance, int Slots, DateTimeOffset Until);
