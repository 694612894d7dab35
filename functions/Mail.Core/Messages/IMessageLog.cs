using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>
/// What became of each message: table <c>Messages</c>, one partition per queue id. A message with a record has a disposition, so the
/// sweep leaves it alone. Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IMessageLog
{
    /// <summary>Writes the record and the recipients in it; recipients recorded earlier and not in it stay. May be repeated.</summary>
    ValueTask RecordAsync(MessageRecord record, CancellationToken cancellationToken);

    /// <summary>Writes the first record of a message. False when there is one by now, which stays as it is.</summary>
    ValueTask<bool> AddAsync(MessageRecord record, CancellationToken cancellationToken);

    ValueTask<MessageRecord?> FindAsync(QueueId queueId, CancellationToken cancellationToken);

    /// <summary>Changes a record, without losing what others change at the same time. Gives the record as it is now; <c>null</c> when there is none.</summary>
    /// <param name="queueId">The message.</param>
    /// <param name="change">
    /// Gives the changed record, or the same one when nothing is to be changed. Called again with the newer record when somebody was faster.
    /// </param>
    ValueTask<MessageRecord?> UpdateAsync(QueueId queueId, Func<MessageRecord, MessageRecord> change, CancellationToken cancellationToken);

    /// <summary>The newest first records whose Message-ID field is this one (without angle brackets). Walks the table.</summary>
    IAsyncEnumerable<MessageRecord> FindByMessageIdAsync(string messageId, CancellationToken cancellationToken);

    /// <summary>Records from <paramref name="from"/> on, in order of arrival, all states or one.</summary>
    IAsyncEnumerable<MessageRecord> ListAsync(QueueId? from, MessageState? state, CancellationToken cancellationToken);

    ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken);
}

/// <summary>The disposition of one message.</summary>
public sealed record MessageRecord
{
    public required QueueId QueueId { get; init; }

    public required MessageState State { get; init; }

    public required MailAddress? ReversePath { get; init; }

    /// <summary>The Message-ID field without angle brackets; empty when missing.</summary>
    public string MessageId { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>Bytes as spooled.</summary>
    public long Size { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many attempts have been made, this one included.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due; <c>null</c> when none is.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Anything that concerns the message as a whole, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Who has let the message out of quarantine, in words: what the scanners say of it does not count any more. Empty while nobody has.</summary>
    public string ReleasedBy { get; init; } = "";

    /// <summary>When an operator has let it go on, from quarantine or a hold: from then on its lifetime counts. <c>null</c>: from its arrival.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    public IReadOnlyList<RecipientRecord> Recipients { get; init; } = [];

    /// <summary>Nothing more will happen to the message by itself, and it is where it should be.</summary>
    [JsonIgnore]
    public bool IsFinal => State is MessageState.Delivered or MessageState.Failed or MessageState.Deleted;

    /// <summary>Since when the message is tried; how long it may be is a setting.</summary>
    [JsonIgnore]
    public DateTimeOffset TriedSince => ReleasedAt ?? QueueId.Time;

    /// <summary>This record with the recipients of an earlier one that it does not name.</summary>
    public MessageRecord Over(MessageRecord earlier)
    {
        var places = Recipients.Select(recipient => recipient.Place).ToHashSet();
        var others = earlier.Recipients.Where(recipient => !places.Contains(recipient.Place));
        return this with { Recipients = [.. others.Concat(Recipients).OrderBy(recipient => recipient.Place)] };
    }

    /// <summary>Nobody has made an attempt, held, released or deleted the message between the two.</summary>
    public bool IsAsIn(MessageRecord earlier) => (State, Attempts, ReleasedAt) == (earlier.State, earlier.Attempts, earlier.ReleasedAt);
}

/// <summary>Where a message stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageState>))]
public enum MessageState
{
    /// <summary>S4: some recipients have an outcome.</summary>
    [JsonStringEnumMemberName("delivering")]
    Delivering,

    /// <summary>S5: every recipient has a final outcome.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>At least one recipient waits for another attempt.</summary>
    [JsonStringEnumMemberName("deferred")]
    Deferred,

    /// <summary>An operator holds it.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>The screen keeps it from everybody, until an operator releases it or its time is over.</summary>
    [JsonStringEnumMemberName("quarantined")]
    Quarantined,

    /// <summary>Every recipient has a final outcome, and at least one of them is a failure.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>An operator deleted it.</summary>
    [JsonStringEnumMemberName("deleted")]
    Deleted,
}

/// <summary>The outcome for one envelope recipient.</summary>
public sealed record RecipientRecord
{
    /// <summary>The recipient's place in the envelope, counted from 1.</summary>
    public required int Place { get; init; }

    public required MailAddress Address { get; init; }

    public required RecipientOutcome Outcome { get; init; }

    /// <summary>Why and where to, in words, for the operator.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Where it went: delivery ids as <c>accountId/deliveryId folder uid</c>, outbound jobs as <c>outbound destination/jobId</c>.</summary>
    public IReadOnlyList<string> Deliveries { get; init; } = [];

    public required DateTimeOffset At { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<RecipientOutcome>))]
public enum RecipientOutcome
{
    /// <summary>In one or more mailboxes here.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>Handed to the outbound queue, in whole or in part.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>To be tried again.</summary>
    [JsonStringEnumMemberName("deferred")]
    Deferred,

    /// <summary>Cannot be delivered, now or ever.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Dropped on purpose, by a rule or an operator.</summary>
    [JsonStringEnumMemberName("discarded")]
    Discarded,
}
