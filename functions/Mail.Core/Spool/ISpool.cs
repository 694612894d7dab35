namespace Mail.Core;

/// <summary>
/// The durable store of raw messages: <c>spool/&lt;queueId&gt;.eml</c>, the bytes as received behind our one <c>Received:</c> field,
/// with the envelope beside them. A committed message never changes; only its hold mark does.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface ISpool
{
    /// <summary>Begins to write a message (S1). Nothing is visible to anybody before <see cref="ISpoolWriter.CommitAsync"/>.</summary>
    ValueTask<ISpoolWriter> BeginAsync(Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Opens a committed message for reading, whole; <c>null</c> when there is none of that id.</summary>
    ValueTask<SpooledMessage?> OpenAsync(QueueId queueId, CancellationToken cancellationToken);

    /// <summary>As <see cref="OpenAsync"/> without the content; <c>null</c> when there is no such message.</summary>
    ValueTask<SpoolEntry?> FindAsync(QueueId queueId, CancellationToken cancellationToken);

    /// <summary>
    /// What is in the spool, in the order of the names (for our own messages the order of arrival), from <paramref name="from"/> on.
    /// Includes files that somebody dropped in by hand: those have no <see cref="SpoolEntry.QueueId"/>.
    /// </summary>
    IAsyncEnumerable<SpoolEntry> ListAsync(QueueId? from, CancellationToken cancellationToken);

    /// <summary>Sets or clears the operator's mark that makes the message flow leave a message alone. False when there is no such message.</summary>
    ValueTask<bool> SetHoldAsync(QueueId queueId, bool hold, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a message back, or gives it free again: see <see cref="SpoolEntry.Withdrawn"/>. False when there is no such message. A change of a
    /// mark or a removal that was asked for before, timed out, and takes effect late comes to nothing from here on, also when the mark was like
    /// this already.
    /// </summary>
    ValueTask<bool> SetWithdrawnAsync(QueueId queueId, bool withdrawn, CancellationToken cancellationToken);

    /// <summary>Removes a message and its envelope for good. False when there was none: deleting twice is no error.</summary>
    ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken);

    /// <summary>Reads a file that was dropped into the spool by hand, by its name, as a stream like <see cref="SpooledMessage.Content"/>; <c>null</c> when it is gone.</summary>
    ValueTask<Stream?> OpenDroppedAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a file that was dropped into the spool by hand. False when there was none.</summary>
    ValueTask<bool> DeleteDroppedAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the storage to take a write, for readiness: completes when it did. Leaves nothing that a listing shows or that must be deleted:
    /// on blobs a block that is staged, under a fixed id and a name that is no <c>.eml</c>, and never committed.
    /// </summary>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>
/// One message on its way into the spool. Write, then commit; disposing without a commit aborts and leaves nothing that anyone can see.
/// Not for concurrent use.
/// </summary>
public interface ISpoolWriter : IAsyncDisposable
{
    /// <summary>Set before the commit: the message is committed with the hold mark, so that the message flow never has it without.</summary>
    bool Held { get; set; }

    /// <summary>Appends bytes. They are copied or written before the task completes; the caller may reuse its buffer.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>
    /// Makes message and envelope durable and visible, both or neither: the instant of S2. When it throws, the message may or may not
    /// have been committed.
    /// </summary>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}

/// <summary>A name in the spool with what a listing tells of it.</summary>
public sealed record SpoolEntry
{
    /// <summary>The name inside the spool, for example <c>01j….eml</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>null</c> for a file dropped in by hand: it has no envelope, whatever its name.</summary>
    public required QueueId? QueueId { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When the storage made it visible.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    public required bool Held { get; init; }

    /// <summary>
    /// The client was told 451, so the message is as good as not there: the flow leaves it alone, and the sweep removes it when no client can
    /// come again with it. Until then a retry gives it free, and has the copy that may have been delivered already.
    /// </summary>
    public bool Withdrawn { get; init; }
}

/// <summary>A committed message, open for reading.</summary>
public sealed class SpooledMessage : IAsyncDisposable
{
    public required Envelope Envelope { get; init; }

    /// <summary>
    /// The whole message, seekable, at its start: in memory up to a megabyte, in a temporary file beyond, so that many large messages at
    /// once do not need their sum in memory.
    /// </summary>
    public required Stream Content { get; init; }

    /// <summary>An operator holds the message: leave it alone.</summary>
    public required bool Held { get; init; }

    /// <summary>As in <see cref="SpoolEntry.Withdrawn"/>.</summary>
    public bool Withdrawn { get; init; }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
