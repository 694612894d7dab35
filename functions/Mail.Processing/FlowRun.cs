using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>One run of the flow for one message: what was known before, what is pending, and the record that comes of it.</summary>
internal sealed class FlowRun
{
    private readonly SpooledMessage _message;
    private readonly MessageRecord? _earlier;
    private readonly Lazy<MessageSummary> _summary;
    private readonly Lazy<HashSet<MailAddress>> _deliveredTo;
    private ScreenedMessage? _forRules;
    private Stream _content;
    private ReadOnlyMemory<byte> _ownFields;

    public FlowRun(SpooledMessage message, MessageRecord? earlier, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _message = message;
        _earlier = earlier;
        _content = message.Content;
        Now = now;
        CancellationToken = cancellationToken;
        _summary = new Lazy<MessageSummary>(() => MessageSummarizer.Summarize(_content, cancellationToken));
        _deliveredTo = new Lazy<HashSet<MailAddress>>(() => Processing.DeliveredTo.Read(message.Content));
        Pending =
        [
            .. message.Envelope.Recipients
                .Select((recipient, index) => new PendingRecipient(index + 1, recipient))
                .Where(recipient => earlier?.Recipients.Any(done => IsFinalFor(done, recipient)) != true),
        ];
    }

    public SpooledMessage Message => _message;

    public Envelope Envelope => _message.Envelope;

    /// <summary>Where the message has been before.</summary>
    public HashSet<MailAddress> DeliveredTo => _deliveredTo.Value;

    /// <summary>In the order of the envelope.</summary>
    public IReadOnlyList<PendingRecipient> Pending { get; }

    public DateTimeOffset Now { get; }

    /// <summary>No run before has come to an end with it.</summary>
    public bool IsFirst => _earlier is null or { Attempts: 0 };

    /// <summary>What the record said before this run.</summary>
    public DateTimeOffset? NextAttemptAt => _earlier?.NextAttemptAt;

    /// <summary>Who has let it out of quarantine; empty while nobody has.</summary>
    public string ReleasedBy => _earlier?.ReleasedBy ?? "";

    /// <summary>What was on record when this run began.</summary>
    public MessageRecord? Earlier => _earlier;

    public CancellationToken CancellationToken { get; }

    public MessageSummary Summary => _summary.Value;

    /// <summary>What rules of phase incoming want; set before anything is routed.</summary>
    public IncomingDecision Incoming { get; private set; } = IncomingDecision.Keep;

    /// <param name="content">The message as it is for mailboxes here from now on.</param>
    /// <param name="ownFields">Ours that stand before it, CRLF-terminated.</param>
    public void Begin(IncomingDecision incoming, Stream content, ReadOnlyMemory<byte> ownFields = default) =>
        (Incoming, _content, _ownFields, _forRules) = (incoming, content, ownFields, null);

    /// <summary>Nobody gets the message, whatever rules want.</summary>
    public void Drop(string reason) => Incoming = Incoming with { Dropped = reason, Redirects = [], Remarks = [] };

    /// <summary>What rules of phase incoming want is not to be had.</summary>
    public void KeepAfterAll() => Incoming = Incoming with { Dropped = null };

    /// <summary>The message as rules see it. For one user at a time.</summary>
    public async ValueTask<ISieveMessage> OpenForRulesAsync() =>
        _forRules ??= new ScreenedMessage(await SieveMessage.OpenAsync(ViewContent(), MessageLimits.Default, CancellationToken), _ownFields);

    public bool CanShareContent => _content is MemoryStream memory && memory.TryGetBuffer(out _);

    /// <summary>The message from its start; a view of its own where <see cref="CanShareContent"/>, else the one there is.</summary>
    public Stream ViewContent() =>
        _content is MemoryStream memory && memory.TryGetBuffer(out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false, publiclyVisible: true)
            : _content;

    /// <summary>
    /// What an earlier run, or the sending since, has recorded of this job for this recipient, else of another job of the message for its destination:
    /// there another recipient, who is done with since, was the first to lead to the same address. <c>null</c> when nothing.
    /// </summary>
    /// <remarks>A redirect is its address's, whoever was the first whose rules asked for it, and no other job is taken for it: that would lose it.</remarks>
    public string? RecordedDelivery(int place, RemoteDelivery delivery)
    {
        var recorded = (_earlier?.Recipients ?? []).Where(recipient => recipient.Place == place || delivery.IsRedirect).SelectMany(recipient => recipient.Deliveries).ToList();
        var jobs = $" {delivery.Destination}/{Envelope.QueueId}-";
        return recorded.Find(text => text.EndsWith($" {delivery.Destination}/{delivery.JobId}", StringComparison.Ordinal))
            ?? (delivery.IsRedirect ? null : recorded.Find(text =>
                text.Contains(jobs, StringComparison.Ordinal) && !text.Contains(jobs + RemoteDelivery.RedirectMark, StringComparison.Ordinal)));
    }

    /// <summary>An earlier run has recorded that it has put the message into this mailbox.</summary>
    public bool WasDelivered(string accountId) =>
        _earlier?.Recipients.Any(recipient => recipient.Deliveries.Any(text => text.StartsWith($"{accountId}/{Envelope.QueueId}-", StringComparison.Ordinal))) == true;

    public OutboundJob ToJob(RemoteDelivery delivery) => new()
    {
        JobId = delivery.JobId,
        QueueId = Envelope.QueueId,
        Destination = delivery.Destination,
        ReversePath = Envelope.ReversePath,
        ForwardedBy = delivery.ForwardedBy,
        Recipients = delivery.Addresses,
        CreatedAt = Now,
    };

    /// <summary>Deferred while something is pending; otherwise delivered, or failed when somebody can never get it.</summary>
    public MessageRecord ToRecord()
    {
        var outcomes = Pending.Select(recipient => recipient.ToRecord(Now)).ToList();
        var isDeferred = outcomes.Exists(outcome => outcome.Outcome == RecipientOutcome.Deferred);
        var isFailed = outcomes.Concat(_earlier?.Recipients ?? []).Any(outcome => outcome.Outcome == RecipientOutcome.Failed);
        return ToRecord(isDeferred ? MessageState.Deferred : isFailed ? MessageState.Failed : MessageState.Delivered) with { Recipients = outcomes };
    }

    public MessageRecord ToRecord(MessageState state) => new()
    {
        QueueId = Envelope.QueueId,
        State = state,
        ReversePath = Envelope.ReversePath,
        MessageId = Summary.MessageId,
        Subject = Summary.Subject,
        Size = _message.Content.Length,
        UpdatedAt = Now,
        ReleasedBy = ReleasedBy,
        ReleasedAt = _earlier?.ReleasedAt,
        Attempts = (_earlier?.Attempts ?? 0) + (state == MessageState.Held ? 0 : 1),
    };

    private static bool IsFinalFor(RecipientRecord done, PendingRecipient recipient) =>
        done.Place == recipient.Place && done.Outcome != RecipientOutcome.Deferred;
}
