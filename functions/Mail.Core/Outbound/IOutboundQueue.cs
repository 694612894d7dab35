namespace Mail.Core;

/// <summary>Jobs for other mail servers: table <c>Outbound</c> and queue <c>outbound</c>.</summary>
public interface IOutboundQueue
{
    /// <summary>
    /// Writes the job, then enqueues a pointer to it. May be repeated with the same <see cref="OutboundJob.JobId"/>: recipients that the
    /// stored job lacks are added, none is lost or doubled.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The job may or may not be stored; repeat.</exception>
    ValueTask EnqueueAsync(OutboundJob job, CancellationToken cancellationToken);

    /// <summary>The jobs of one message.</summary>
    IAsyncEnumerable<OutboundJob> ListAsync(QueueId queueId, CancellationToken cancellationToken);

    IAsyncEnumerable<OutboundJob> ListAsync(CancellationToken cancellationToken);
}

/// <summary>One message for one destination: a row of table <c>Outbound</c>.</summary>
public sealed record OutboundJob
{
    /// <summary><c>&lt;queueId&gt;-&lt;n&gt;</c>: 1 for the recipients that the sender named, one more than the recipient's place for what is sent on.</summary>
    public required string JobId { get; init; }

    public required QueueId QueueId { get; init; }

    /// <summary>The recipients' domain.</summary>
    public required string Destination { get; init; }

    /// <summary>As it came: not rewritten.</summary>
    public required MailAddress? ReversePath { get; init; }

    /// <summary>The envelope recipient, an address of ours, that sends the message on; <c>null</c> when the sender named the recipients himself.</summary>
    public MailAddress? ForwardedBy { get; init; }

    public required IReadOnlyList<OutboundRecipient> Recipients { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; init; } = "queued";

    public int Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public string? LastReply { get; init; }
}

/// <param name="Address">Where to send.</param>
/// <param name="Place">The envelope recipient it came from, counted from 1; the DSN parameters are there.</param>
public sealed record OutboundRecipient(MailAddress Address, int Place);
