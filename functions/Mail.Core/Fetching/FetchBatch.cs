namespace Mail.Core;

/// <summary>Messages of one folder that were taken in hand together: a row of table <c>FetchState</c>.</summary>
public sealed record FetchBatch
{
    /// <summary>Octets of keys in a row stay far below the table's limits: 15 × 64 KiB of binary columns hold 57,000 messages.</summary>
    public const int MaxMessages = 30_000;

    public required string Folder { get; init; }

    /// <summary>From 1, counting up.</summary>
    public required long Number { get; init; }

    /// <summary>
    /// When the messages got their queue ids; it is in each, so a repetition names the same ones. For a batch that was made of several: the newest.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<FetchMark> Messages { get; init; }

    /// <summary>Visits that have begun with it again, because one before did not come to its end. 0 for the first.</summary>
    public int Attempts { get; init; }

    /// <summary>Of the row as it was read or written; <c>null</c> for one that is not there yet.</summary>
    public string? Version { get; init; }
}
