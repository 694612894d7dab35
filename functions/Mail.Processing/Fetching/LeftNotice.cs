namespace Mail.Processing;

/// <summary>What an owner is told about messages that stay in a remote folder.</summary>
internal sealed record LeftNotice
{
    /// <summary>When they were taken in hand; with <see cref="Name"/> it names the notice, so that it arrives once.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Tells it from other notices of the same instant.</summary>
    public required string Name { get; init; }

    public required string Folder { get; init; }

    /// <summary>Why, as the end of a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>At least one, at most <see cref="FetchNotices.MaxNamed"/>.</summary>
    public required IReadOnlyList<FetchedRemark> Named { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }
}
