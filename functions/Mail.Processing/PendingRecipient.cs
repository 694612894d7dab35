using Mail.Core;

namespace Mail.Processing;

/// <summary>An envelope recipient without a final outcome, and what this run does about it.</summary>
internal sealed class PendingRecipient(int place, EnvelopeRecipient recipient)
{
    private readonly List<string> _deliveries = [];
    private readonly List<string> _setbacks = [];
    private readonly List<string> _remarks = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _withheld = [];
    private bool _queued;

    /// <summary>Its place in the envelope, from 1: its name for good.</summary>
    public int Place => place;

    public MailAddress Address => recipient.Address;

    /// <summary>As the client gave it.</summary>
    public EnvelopeRecipient Given => recipient;

    /// <summary>Something that another attempt may mend; the recipient stays pending.</summary>
    public void Defer(string reason) => _setbacks.Add(reason);

    /// <summary>Something that no attempt can mend.</summary>
    public void Fail(string reason) => _failures.Add(reason);

    /// <summary>It goes no further on purpose; nobody is told, and the message stays in the spool for its time.</summary>
    public void Withhold(string reason) => _withheld.Add(reason);

    /// <summary>Something the operator should know that holds nothing up.</summary>
    public void Remark(string remark) => _remarks.Add(remark);

    public void Delivered(string delivery) => _deliveries.Add(delivery);

    /// <param name="delivery">As in <see cref="RecipientRecord.Deliveries"/>: <c>outbound</c> while another server has not taken it.</param>
    public void Remote(string delivery)
    {
        _queued |= delivery.StartsWith("outbound ", StringComparison.Ordinal);
        if (delivery.StartsWith("failed ", StringComparison.Ordinal))
        {
            _failures.Add($"refused elsewhere: {delivery[7..]}");
        }

        _deliveries.Add(delivery);
    }

    public RecipientRecord ToRecord(DateTimeOffset now) => new()
    {
        Place = place,
        Address = recipient.Address,
        Outcome = (_setbacks, _queued) switch
        {
            ({ Count: > 0 }, _) => RecipientOutcome.Deferred,
            (_, true) => RecipientOutcome.Queued,
            _ when _failures.Count > 0 && _deliveries.Count == 0 => RecipientOutcome.Failed,
            _ when _withheld.Count > 0 && _deliveries.Count == 0 => RecipientOutcome.Discarded,
            _ => RecipientOutcome.Delivered,
        },
        Detail = string.Join("; ", [.. _setbacks, .. _failures, .. _withheld, .. _remarks]),
        Deliveries = _deliveries,
        At = now,
    };
}
